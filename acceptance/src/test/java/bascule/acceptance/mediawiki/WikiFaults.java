package bascule.acceptance.mediawiki;

import bascule.acceptance.Ran;
import bascule.acceptance.faults.Application;
import bascule.acceptance.faults.FaultMatrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The wiki as what something goes wrong with. */
public final class WikiFaults implements Application {
    private final WikiHost wiki;
    private final String plain;

    /**
     * @param wiki one that can be upgraded
     */
    WikiFaults(WikiHost wiki) throws IOException {
        this.wiki = wiki;
        this.plain = WikiHost.withoutEdit(Files.readString(wiki.instance()));
    }

    /**
     * @param args where the host's file system goes, and the table
     */
    public static void main(String[] args) throws Exception {
        var wiki = new WikiHost(Files.createDirectories(Path.of(args[0])));
        var wrong = 1;
        try {
            wiki.withoutRenameuser();
            wrong = new FaultMatrix(new WikiFaults(wiki)).write(Path.of(args[1]));
        } finally {
            wiki.end();
        }
        System.exit(wrong == 0 ? 0 : 1);
    }

    @Override
    public String title() {
        return "MediaWiki from %s to %s on MariaDB, php-fpm and nginx, 1,000 pages"
                .formatted(wiki.old, wiki.wanted);
    }

    @Override
    public String wanted() {
        return ">=1.40";
    }

    @Override
    public String never() {
        return "read-only";
    }

    @Override
    public Optional<Idle> idle(String phase) {
        return phase.equals("migrate")
                ? Optional.of(new Idle("update", "migrate/update"))
                : Optional.empty();
    }

    @Override
    public String plain() {
        return plain;
    }

    @Override
    public Path instance() {
        return wiki.instance();
    }

    @Override
    public Ran upgrade() throws IOException, InterruptedException {
        return wiki.upgrade();
    }

    @Override
    public String picture() throws IOException, InterruptedException {
        return wiki.picture();
    }

    @Override
    public boolean serves() throws IOException, InterruptedException {
        return wiki.page("Page_7").contains("Text of page 7");
    }

    @Override
    public void visitsAnew() throws IOException {
        wiki.visitsAnew();
    }

    @Override
    public Set<String> visits() {
        return Set.copyOf(wiki.visits());
    }

    @Override
    public Set<String> answers() {
        return Set.of("200", "503");
    }
}
