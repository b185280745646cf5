package bascule.state;

import bascule.json.Json;
import bascule.plan.Acknowledgement;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.text.Text;

import tools.jackson.core.JacksonException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The release notes that were acknowledged for an instance: {@code acknowledged.json}. */
public record Acknowledgements(String instance, Path file) {

    /** The file as it is written. */
    record Content(List<Acknowledgement> acknowledged) {
        Content {
            acknowledged = acknowledged == null ? List.of() : List.copyOf(acknowledged);
        }
    }

    static Acknowledgements of(InstanceFolder folder) {
        return new Acknowledgements(folder.name(), folder.path().resolve("acknowledged.json"));
    }

    /**
     * In the order in which they were made.
     *
     * @throws Refusal BSC-268 if the file is damaged: what nobody has read must not count as read
     */
    public List<Acknowledgement> all() {
        try {
            return Json.read(Files.readString(file), Content.class).acknowledged();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (JacksonException damaged) {
            throw new Refusal(
                    new Problem(
                            "BSC-268",
                            Text.of("state.acknowledged.what", instance),
                            Text.of(
                                    "state.acknowledged.why",
                                    file,
                                    String.valueOf(damaged.getOriginalMessage())),
                            Text.of("state.nothing"),
                            Text.of("state.acknowledged.next", file, instance)));
        } catch (IOException cannot) {
            throw Disk.refused(file, cannot);
        }
    }

    /** Also these; who acknowledged first stays the one. */
    public void add(Lock lock, List<Acknowledgement> more) {
        lock.held();
        var all = new ArrayList<>(all());
        for (var one : more) {
            if (all.stream().noneMatch(one::same)) {
                all.add(one);
            }
        }
        Disk.write(file, Json.pretty(new Content(all)) + "\n");
    }
}
