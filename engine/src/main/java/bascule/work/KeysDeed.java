package bascule.work;

import bascule.format.Change;
import bascule.format.Found;
import bascule.format.KeyedFile;
import bascule.json.Json;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Keys set, taken out or renamed in structured files.
 *
 * @param changes what is done to each file; chosen once, as the file stood before
 */
record KeysDeed(Map<Path, List<Change>> changes) implements Deed {
    @Override
    public Map<String, String> find() {
        var found = new LinkedHashMap<String, String>();
        changes.forEach(
                (file, wanted) ->
                        found.put(file.toString(), Json.line(KeyedFile.find(file, wanted))));
        return found;
    }

    @Override
    public Seen look() {
        return changes.entrySet().stream()
                        .allMatch(each -> KeyedFile.made(each.getKey(), each.getValue()))
                ? Seen.DONE
                : Seen.NOT_BEGUN;
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        changes.forEach(KeyedFile::make);
        return Map.of();
    }

    @Override
    public void putBack(Map<String, String> before) {
        before.forEach(
                (file, found) -> KeyedFile.putBack(Path.of(file), Json.read(found, Found.class)));
    }
}
