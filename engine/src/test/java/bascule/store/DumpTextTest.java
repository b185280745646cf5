package bascule.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.problem.Fault;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

@NullMarked
class DumpTextTest {
    @TempDir Path folder = Path.of("");

    private static final String DUMP =
            """
            /*M!999999\\- enable the sandbox mode */\s
            -- MariaDB dump, of a database called it's
            /*!40101 SET NAMES utf8mb4 */;
            DROP SEQUENCE IF EXISTS `s`;
            CREATE SEQUENCE `s` start with 1;
            CREATE TABLE `o``d;'d` (
              `a` int COMMENT 'x;''y\\nINSERT INTO `t` VALUES (1);'
            ) ENGINE=InnoDB
            /*!50100 PARTITION BY HASH (`a`) */;
            INSERT INTO `o``d;'d` VALUES
            (1),
            (2);
            CREATE TABLE `t` (`a` text, `b` text);
            INSERT INTO `t` (`a`, `b`) VALUES ('),(','it\\'s; \\\\'),(_binary 'x''y',0xFF);
            INSERT INTO `t` VALUES ('\u00e9',NULL);
            CREATE TABLE `none` (`a` int);
            DELIMITER ;;
            /*!50003 CREATE*/ /*!50017 DEFINER=`EVENT `@`%`*/ /*!50003 TRIGGER stamped BEFORE INSERT ON t FOR EACH ROW BEGIN
            INSERT INTO `t` VALUES (1,'don\\');
            END */;;
            DELIMITER ;
            DELIMITER ;;
            CREATE DEFINER=`a`@`b` FUNCTION `f`() RETURNS int
            BEGIN
            RETURN 1; -- it's
            END ;;
            DELIMITER ;
            /*!50001 CREATE ALGORITHM=UNDEFINED */
            /*!50013 DEFINER=`a`@`b` SQL SECURITY DEFINER */
            /*!50001 VIEW `v` AS select '*/ ;' AS `x` */;
            -- Dump completed
            """;

    private DumpText.Contents read(String dump) throws IOException {
        var file = folder.resolve("dump.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(dump.getBytes(StandardCharsets.UTF_8));
        }
        return DumpText.of(file);
    }

    @Test
    void rows_are_counted_whatever_stands_in_them() throws Exception {
        var contents = read(DUMP);
        var rows = new TreeMap<String, Long>();
        contents.tables().forEach((name, table) -> rows.put(name, table.rows()));
        assertThat(rows).isEqualTo(Map.of("o`d;'d", 2L, "t", 3L, "none", 0L));
        assertThat(contents.others())
                .isEqualTo(Map.of("SEQUENCE", 1, "TRIGGER", 1, "FUNCTION", 1, "VIEW", 1));
    }

    @Test
    void the_sum_of_rows_knows_them_in_any_order_and_in_any_statement() throws Exception {
        var one = read(DUMP).tables();
        var turned =
                read(DUMP.replace("(1),\n(2);", "(2);\nINSERT INTO `o``d;'d` VALUES (1);"))
                        .tables();
        assertThat(turned).isEqualTo(one);
        var other = read(DUMP.replace("(1),\n(2);", "(1),\n(3);")).tables();
        assertThat(other.get("t")).isEqualTo(one.get("t"));
        assertThat(other.get("o`d;'d")).isNotEqualTo(one.get("o`d;'d"));
    }

    @Test
    void a_dump_that_is_cut_anywhere_is_not_whole() throws Exception {
        for (var length = 0; length < DUMP.length(); length++) {
            var cut = DUMP.substring(0, length);
            assertThatThrownBy(() -> read(cut))
                    .as("cut at %d", length)
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("BSC-431");
        }
    }

    @Test
    void what_follows_the_last_line_is_not_the_end() {
        assertThatThrownBy(() -> read(DUMP + "CREATE TABLE `more` (`a` int);\n"))
                .hasMessageContaining("BSC-431");
        assertThatThrownBy(() -> read(DUMP.replace("(1),\n(2);", "(1) (2) x;")))
                .hasMessageContaining("BSC-431");
    }

    @Test
    void what_is_compressed_and_cut_is_not_whole() throws Exception {
        read(DUMP);
        var file = folder.resolve("dump.gz");
        var bytes = Files.readAllBytes(file);
        for (var length : new int[] {0, 10, 20, bytes.length / 2, bytes.length - 1}) {
            Files.write(file, java.util.Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> DumpText.of(file)).hasMessageContaining("BSC-431");
        }
    }
}
