package bascule.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

class MountTest {
    @Test
    void a_place_with_spaces_is_read_as_it_is_called_and_options_of_both_kinds_are_known() {
        var mount =
                Mount.read(
                        "43 27 0:39 /data /srv/a\\040b\\134c rw,relatime shared:1 - btrfs /dev/sda"
                                + " rw,nodatasum,subvol=/data");
        assertThat(mount.at()).isEqualTo(Path.of("/srv/a b\\c"));
        assertThat(mount.options())
                .isEqualTo(Set.of("rw", "relatime", "nodatasum", "subvol=/data"));
        assertThat(mount.isIn(Path.of("/srv"))).isTrue();
        assertThat(mount.isIn(Path.of("/srv/a"))).isFalse();
    }

    @Test
    void of_this_machine_the_root_is_known() throws IOException {
        assertThat(Mount.all()).anyMatch(mount -> mount.at().equals(Path.of("/")));
    }
}
