package bascule.cli.views;

import bascule.json.Json;
import bascule.plan.Purpose;
import bascule.state.BackupNote.Copy;
import bascule.state.Retention.Verdict;
import bascule.state.Stored;
import bascule.store.Store;
import bascule.text.Text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The backups of an instance, for people and for programs.
 *
 * @param verdicts by run: what stays
 */
public record StockView(Sentences say, List<Stored> all, Map<String, Verdict> verdicts) {
    public StockView {
        all = List.copyOf(all);
        verdicts = Map.copyOf(verdicts);
    }

    public List<String> lines() {
        var table =
                new Table(
                        List.of(
                                said(Text.of("cli.backups.backup")),
                                said(Text.of("cli.backups.at")),
                                said(Text.of("cli.backups.release")),
                                said(Text.of("cli.backups.of")),
                                said(Text.of("cli.backups.stores")),
                                said(Text.of("cli.backups.proved")),
                                said(Text.of("cli.backups.stays"))));
        for (var one : all) {
            table.row(
                    one.id(),
                    one.part().at().map(Clocks::day).orElse("-"),
                    one.part().release().text(),
                    said(of(one)),
                    stores(one),
                    proved(one),
                    said(stays(one)));
        }
        var lines = new ArrayList<>(table.lines());
        for (var one : all) {
            one.wrong()
                    .ifPresent(
                            why ->
                                    lines.add(
                                            say.paint()
                                                    .red(
                                                            said(
                                                                    Text.of(
                                                                            "cli.backups.wrong",
                                                                            one.id(),
                                                                            why)))));
        }
        return lines;
    }

    private String said(Text text) {
        return say.texts().say(text);
    }

    private static Text of(Stored one) {
        return switch (one.note().purpose()) {
            case UPGRADE, STAGE -> Text.of("cli.backups.of.upgrade");
            case BACKUP, PROVE ->
                    one.part().closed()
                            ? Text.of("cli.backups.of.closed")
                            : Text.of("cli.backups.of.serving");
            case RESTORE -> Text.of("cli.backups.of.restore");
        };
    }

    /** {@code data 3.4 MB, database 12 MB}. */
    public static String stores(Stored one) {
        return one.part().copies().stream()
                .map(copy -> copy.store().name())
                .map(
                        name ->
                                one.sizes().containsKey(name)
                                        ? name
                                                + " "
                                                + Clocks.size(one.sizes().getOrDefault(name, 0L))
                                        : name + " ?")
                .collect(Collectors.joining(", "));
    }

    private String proved(Stored one) {
        var proofs = one.part().copies().stream().flatMap(copy -> copy.proved().stream()).toList();
        if (proofs.isEmpty()) {
            return "-";
        }
        var took = proofs.stream().map(proof -> proof.took()).reduce(java.time.Duration::plus);
        var at = proofs.stream().map(proof -> proof.at()).max(Instant::compareTo);
        var first =
                one.part().copies().stream()
                        .anyMatch(
                                copy ->
                                        copy.proved()
                                                .filter(
                                                        proof ->
                                                                copy.at()
                                                                        .filter(
                                                                                proof.at()
                                                                                        ::isBefore)
                                                                        .isPresent())
                                                .isPresent());
        return said(
                Text.of(
                        first ? "cli.backups.proved-first" : "cli.backups.proved-at",
                        Clocks.day(at.orElseThrow()),
                        Clocks.length(took.orElseThrow())));
    }

    private Optional<Verdict> verdict(Stored one) {
        return Optional.ofNullable(verdicts.get(one.note().run()));
    }

    private Text stays(Stored one) {
        return verdict(one).flatMap(Verdict::why).orElseGet(() -> Text.of("cli.backups.goes"));
    }

    public List<String> json() {
        return all.stream().map(this::json).toList();
    }

    private String json(Stored one) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("backup", one.id());
        fields.put("run", one.note().run());
        fields.put("of", word(one.note().purpose()));
        fields.put("release", one.part().release().text());
        fields.put("at", one.part().at().map(Instant::toString).orElse(""));
        fields.put("closed", one.part().closed());
        fields.put("whole", one.whole());
        one.wrong().ifPresent(why -> fields.put("wrong", said(why)));
        fields.put("stores", one.part().copies().stream().map(copy -> json(one, copy)).toList());
        fields.put("stays", verdict(one).map(verdict -> !verdict.goes()).orElse(false));
        fields.put("why", said(stays(one)));
        fields.put("folder", one.folder().toString());
        return Json.line(fields);
    }

    private static String word(Purpose purpose) {
        return purpose.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static Map<String, Object> json(Stored one, Copy copy) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("store", copy.store().name());
        fields.put("kind", copy.store() instanceof Store.Server server ? server.server() : "files");
        copy.at().ifPresent(at -> fields.put("at", at.toString()));
        Optional.ofNullable(one.sizes().get(copy.store().name()))
                .ifPresent(bytes -> fields.put("bytes", bytes));
        copy.proved()
                .ifPresent(
                        proof -> {
                            fields.put("proved", proof.at().toString());
                            fields.put("depth", proof.depth());
                            fields.put("tables", proof.tables());
                            fields.put("rows", proof.rows());
                            fields.put("restore-seconds", proof.took().toMillis() / 1000.0);
                        });
        return fields;
    }
}
