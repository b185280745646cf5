package bascule.plan;

import bascule.store.Technique;

/** What a plan says of a backup, by how it is made. */
final class BackupWords {
    private BackupWords() {}

    /** The text of a pass. */
    static String said(String pass, Technique technique) {
        return switch (technique) {
            case Technique.Followed _ ->
                    switch (pass) {
                        case "last" -> "plan.do.follow-last";
                        case "ready" -> "plan.do.follow-ready";
                        default -> "plan.do.follow";
                    };
            case Technique.Logged _ ->
                    switch (pass) {
                        case "last" -> "plan.do.log-last";
                        case "ready" -> "plan.do.log-ready";
                        default -> "plan.do.log";
                    };
            case Technique.Snapshot _ ->
                    switch (pass) {
                        case "last" -> "plan.do.snapshot";
                        case "ready" -> "plan.do.snapshot-ready";
                        default -> "plan.do.snapshot-first";
                    };
            case Technique.Copied _, Technique.Left _ ->
                    pass.equals("last") ? "plan.do.backup" : "plan.do.backup-first";
        };
    }

    /** The text of a restore. */
    static String restored(Technique technique) {
        return switch (technique) {
            case Technique.Followed _ -> "plan.do.exchange-data";
            case Technique.Snapshot _ -> "plan.do.restore-snapshot";
            case Technique.Copied _, Technique.Left _, Technique.Logged _ -> "plan.do.restore";
        };
    }

    /** The text of a proof. */
    static String proved(Technique technique) {
        return switch (technique) {
            case Technique.Followed _ -> "plan.do.prove-follower";
            case Technique.Logged _ -> "plan.do.prove-log";
            case Technique.Copied _, Technique.Left _, Technique.Snapshot _ -> "plan.do.prove";
        };
    }

    /** Whether something is done for the last pass right before visitors are kept out. */
    static boolean isReadied(Technique technique) {
        return switch (technique) {
            case Technique.Followed _, Technique.Logged _, Technique.Snapshot _ -> true;
            case Technique.Copied _, Technique.Left _ -> false;
        };
    }
}
