package bascule.plan;

import bascule.json.Json;
import bascule.problem.Fault;
import bascule.text.Text;

import tools.jackson.core.JacksonException;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A plan as a file: the plan, and a digest that ties a journal, a checklist or a signature to
 * exactly this one.
 */
public record PlanFile(String digest, Plan plan) {

    public static PlanFile of(Plan plan) {
        return new PlanFile(digest(plan), plan);
    }

    /** SHA-256 over the plan as one line of JSON, keys of maps in order; in hex. */
    public static String digest(Plan plan) {
        try {
            var bytes = Json.line(plan).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("internal error: no SHA-256", missing);
        }
    }

    public String write() {
        return Json.pretty(this) + "\n";
    }

    /**
     * @throws Fault if the text is no plan, or not the one that its digest says
     */
    public static PlanFile read(String text) {
        PlanFile file;
        try {
            file = Json.read(text, PlanFile.class);
        } catch (JacksonException damaged) {
            throw new Fault(
                    "BSC-264",
                    Text.of("plan.damaged", String.valueOf(damaged.getOriginalMessage())));
        }
        if (!digest(file.plan()).equals(file.digest())) {
            throw new Fault("BSC-264", Text.of("plan.other-digest"));
        }
        return file;
    }
}
