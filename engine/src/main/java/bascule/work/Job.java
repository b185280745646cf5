package bascule.work;

import bascule.fact.Template;
import bascule.host.Command;
import bascule.host.Filled;
import bascule.host.Host;
import bascule.host.Launch;
import bascule.plan.Step;
import bascule.state.RunFolder;
import bascule.store.Backup;
import bascule.store.Backups;
import bascule.store.Programs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One step and what it is done with. */
record Job(Step step, Host host, Host.Filler filler, RunFolder folder) {

    String text(Template template) {
        return filler.fill(template);
    }

    Path path(Template template) {
        return Path.of(filler.fill(template)).toAbsolutePath().normalize();
    }

    List<Path> paths(List<Template> templates) {
        return templates.stream().map(this::path).toList();
    }

    Duration limit() {
        return step.limit();
    }

    /** Where the traces of the step's command are. */
    Launch.Work work() {
        return new Launch.Work(folder.steps(), folder.id(), step.id());
    }

    Backup backup(Copying copying) {
        var programs = new Programs(host, filler.secrets(), limit(), Optional.of(work()), "");
        return Backups.of(copying.store(), copying.technique(), programs, filler)
                .into(path(copying.folder()));
    }

    Launch launch(Command command) {
        return Filled.launch(command, filler, limit(), Optional.of(work()));
    }
}
