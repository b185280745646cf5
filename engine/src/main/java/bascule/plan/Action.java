package bascule.plan;

import bascule.fact.Template;
import bascule.format.Settled;
import bascule.host.Command;
import bascule.host.Door;
import bascule.host.HttpRequest;
import bascule.host.Service;
import bascule.store.Store;
import bascule.store.Technique;
import bascule.text.Text;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a step does, as data, whole: nothing else is read when it is done. Paths are absolute after
 * filling. An action without a doer does not compile.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "do")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Action.Look.class, name = "look"),
    @JsonSubTypes.Type(value = Action.Run.class, name = "run"),
    @JsonSubTypes.Type(value = Action.Query.class, name = "query"),
    @JsonSubTypes.Type(value = Action.Http.class, name = "http"),
    @JsonSubTypes.Type(value = Action.Change.class, name = "service"),
    @JsonSubTypes.Type(value = Action.Bar.class, name = "bar"),
    @JsonSubTypes.Type(value = Action.Unbar.class, name = "unbar"),
    @JsonSubTypes.Type(value = Action.CloseDoor.class, name = "close-door"),
    @JsonSubTypes.Type(value = Action.OpenDoor.class, name = "open-door"),
    @JsonSubTypes.Type(value = Action.Fetch.class, name = "fetch"),
    @JsonSubTypes.Type(value = Action.Unpack.class, name = "unpack"),
    @JsonSubTypes.Type(value = Action.Share.class, name = "share"),
    @JsonSubTypes.Type(value = Action.Scratch.class, name = "scratch"),
    @JsonSubTypes.Type(value = Action.Carry.class, name = "carry"),
    @JsonSubTypes.Type(value = Action.Merge.class, name = "merge"),
    @JsonSubTypes.Type(value = Action.Link.class, name = "link"),
    @JsonSubTypes.Type(value = Action.Exchange.class, name = "exchange"),
    @JsonSubTypes.Type(value = Action.MovePaths.class, name = "move-paths"),
    @JsonSubTypes.Type(value = Action.SetKeys.class, name = "set"),
    @JsonSubTypes.Type(value = Action.MoveKeys.class, name = "move"),
    @JsonSubTypes.Type(value = Action.Remove.class, name = "remove"),
    @JsonSubTypes.Type(value = Action.Backup.class, name = "backup"),
    @JsonSubTypes.Type(value = Action.Verify.class, name = "verify"),
    @JsonSubTypes.Type(value = Action.Prove.class, name = "prove"),
    @JsonSubTypes.Type(value = Action.Restore.class, name = "restore"),
    @JsonSubTypes.Type(value = Action.Notify.class, name = "notify"),
    @JsonSubTypes.Type(value = Action.Confirm.class, name = "confirm"),
    @JsonSubTypes.Type(value = Action.PutBack.class, name = "put-back"),
    @JsonSubTypes.Type(value = Action.Discard.class, name = "discard"),
    @JsonSubTypes.Type(value = Action.Retain.class, name = "retain"),
    @JsonSubTypes.Type(value = Action.Abandon.class, name = "abandon"),
    @JsonSubTypes.Type(value = Action.End.class, name = "end")
})
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public sealed interface Action {

    /** Nothing is done: the step waits until what it expects holds. */
    record Look() implements Action {}

    /**
     * A command. Exit 0 alone is success, unless {@code codes} gives other codes a meaning.
     *
     * @param failsOn a line of output that makes it a failure whatever the code
     * @param progress a pattern that counts, and of how many
     */
    record Run(
            Command command,
            Map<String, String> codes,
            Optional<String> failsOn,
            Optional<Progress> progress)
            implements Action {
        public Run {
            codes = codes == null ? Map.of() : Map.copyOf(codes);
        }
    }

    record Progress(String match, Optional<Template> of) {}

    record Query(Store store, Template query) implements Action {}

    /** Ordered requests that share cookies and what they take: one is enough. */
    record Http(List<HttpRequest> requests) implements Action {
        public Http {
            requests = List.copyOf(requests);
        }
    }

    /**
     * A service stopped, started, restarted, reloaded.
     *
     * @param env set for this start only: how the door {@code private-address} binds a service
     *     where only verification looks
     * @param force whether a stop that outlasts the step's limit ends the process by force; on the
     *     way forward it fails instead, so that nothing is cut off in the middle of a write
     */
    record Change(Service.Verb verb, Service service, Map<String, Template> env, boolean force)
            implements Action {
        public Change {
            env = env == null ? Map.of() : Map.copyOf(env);
        }
    }

    /** From here nothing but Bascule starts it, over a reboot too. */
    record Bar(Service service) implements Action {}

    record Unbar(Service service) implements Action {}

    /** From here a web server keeps visitors out and lets verification in, over a reboot too. */
    record CloseDoor(Door door, String instance) implements Action {}

    record OpenDoor(Door door, String instance) implements Action {}

    /**
     * A file brought here and held against its checksum.
     *
     * @param source {@code archive} with a URL or file, {@code maven} with coordinates, or {@code
     *     git}
     * @param into the file that it becomes
     * @param sha256 empty if the catalogue has none: the plan says so
     */
    record Fetch(
            String source,
            Template location,
            Template into,
            Optional<String> sha256,
            Optional<Template> signature)
            implements Action {}

    /** An archive unpacked into a folder that then holds it whole or is not there. */
    record Unpack(Template archive, Template into, boolean stripTop) implements Action {}

    /**
     * In a staged release, links to what all releases share, in place of what was shipped there.
     *
     * @param paths relative to the release and to {@code shared}
     */
    record Share(Template release, Template shared, List<String> paths) implements Action {
        public Share {
            paths = List.copyOf(paths);
        }
    }

    /**
     * In a staged release, folders that the application fills anew, owned as those of the release
     * that serves.
     */
    record Scratch(Template from, Template to, List<String> paths) implements Action {
        public Scratch {
            paths = List.copyOf(paths);
        }
    }

    /**
     * Configuration copied from the old release into the new one, what the new one shipped there
     * set aside; done again at the switch if it has changed since.
     *
     * @param merged paths in them that are merged, not copied
     */
    record Carry(Template from, Template to, List<String> paths, List<String> merged)
            implements Action {
        public Carry {
            paths = List.copyOf(paths);
            merged = merged == null ? List.of() : List.copyOf(merged);
        }

        public Carry(Template from, Template to, List<String> paths) {
            this(from, to, paths, List.of());
        }
    }

    /**
     * Configuration merged three ways into the new release: yours, what the old one ships, what the
     * new one ships; done again at the switch if yours has changed since.
     *
     * @param originals the old release's folder, beside which lies what it shipped, if it was
     *     merged into that before
     * @param files yours, and where a release ships it
     * @param settled by file and key, what people chose where both changed
     * @param secrets keys whose values are not shown
     * @param archive brings the old release again, for what it shipped
     */
    record Merge(
            Template from,
            Template to,
            Template originals,
            Map<String, String> files,
            Map<String, Map<String, Settled>> settled,
            List<String> secrets,
            Optional<Fetch> archive)
            implements Action {
        public Merge {
            files = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(files));
            settled = settled == null ? Map.of() : Map.copyOf(settled);
            secrets = secrets == null ? List.of() : List.copyOf(secrets);
        }
    }

    /** A symbolic link that points elsewhere from one instant to the next. */
    record Link(Template link, Template target) implements Action {}

    /** Two names exchanged in one instant: folders, files or links. */
    record Exchange(Template one, Template other) implements Action {}

    /** Things that stay, whatever their size, renamed from one release to the other. */
    record MovePaths(Template from, Template to, List<String> paths) implements Action {
        public MovePaths {
            paths = List.copyOf(paths);
        }
    }

    /**
     * Keys set in a structured file; every byte but the values stays.
     *
     * @param files the first that has the key, else the last; {@code null} as a value takes the key
     *     out
     */
    record SetKeys(List<Template> files, Map<String, Optional<Object>> keys) implements Action {
        public SetKeys {
            files = List.copyOf(files);
            keys = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(keys));
        }
    }

    /** Keys renamed with their values. */
    record MoveKeys(Template file, Map<String, String> keys) implements Action {
        public MoveKeys {
            keys = Map.copyOf(keys);
        }
    }

    /**
     * Things put aside that the new release must not find; the patterns are relative to a folder.
     */
    record Remove(Template under, List<String> patterns) implements Action {
        public Remove {
            patterns = List.copyOf(patterns);
        }
    }

    /**
     * @param pass {@code first} while the application serves, {@code ready} right before it is
     *     closed, {@code last} when it is quiet; {@code serving} for all there is while the
     *     application serves
     */
    record Backup(Store store, Template into, String pass, Technique technique) implements Action {
        /** As its kind is copied. */
        public Backup(Store store, Template into, String pass) {
            this(store, into, pass, new Technique.Copied());
        }
    }

    /** A backup read again and held against its checksums. */
    record Verify(Store store, Template from) implements Action {}

    /**
     * A backup restored into something that nobody uses, and compared.
     *
     * @param depth {@code light} or {@code full}
     */
    record Prove(Store store, Template from, String depth, Technique technique) implements Action {}

    record Restore(Store store, Template from, Technique technique) implements Action {
        /** As its kind is put back. */
        public Restore(Store store, Template from) {
            this(store, from, new Technique.Copied());
        }
    }

    /** Whatever still works for a backup is ended: no server of ours outlives the run. */
    record End(Store store, Template from, Technique technique) implements Action {}

    record Notify(String channel, Template recipient, Text subject, Text body) implements Action {}

    /** A text of the release notes that was acknowledged: the plan's notices say by whom. */
    record Confirm(String note, String text) implements Action {}

    /** What an earlier step found is put back as it was. */
    record PutBack(String step) implements Action {}

    /** What an earlier step made beside the application is taken away again. */
    record Discard(Template path) implements Action {}

    /**
     * Backups of earlier runs taken away.
     *
     * @param keep how many runs' backups stay, this one's among them
     */
    record Retain(int keep) implements Action {}

    /** Copies that this run began and never finished, taken away: they only take up room. */
    record Abandon() implements Action {}
}
