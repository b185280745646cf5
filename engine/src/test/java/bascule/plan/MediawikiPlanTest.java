package bascule.plan;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;

/** The recipe of MediaWiki as it is published. */
@NullMarked
class MediawikiPlanTest {
    @Test
    void the_whole_way_of_a_mediawiki_is_planned() {
        var wiki =
                Fabricated.of(Path.of("../recipes"), "encyclopedia", "1.39.17")
                        .linked()
                        .fact("schema", "1.39")
                        .fact("db-host", "127.0.0.1")
                        .fact("db-port", "3306")
                        .fact("db-name", "wiki")
                        .fact("db-user", "wiki")
                        .fact("db-prefix", "")
                        .fact("script-path", "")
                        .fact("php", "8.2.29")
                        .fact("web-php", "8.2.29")
                        .fact("served", "1.39.17")
                        .fact("read-only", "off")
                        .fact("tester", "Bascule@upgrade")
                        .fact("job-runner", "")
                        .fact("web-user", "www-data")
                        .fact("php-fpm", "php8.2-fpm")
                        .fact("web-server", "nginx")
                        .fact("private-address", "127.0.0.1:8099")
                        .fact("address", "127.0.0.1:80")
                        .fact("host", "wiki.example.org")
                        .fact("page", "Main_Page")
                        .fact("tester-page", "Project:Bascule");
        Golden.holds("mediawiki", PlanText.whole(wiki.plan("1.43.9")));
    }
}
