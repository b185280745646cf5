package bascule.store;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How a store is copied and put back. A plan says it, and a run does what its plan says. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "by")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Technique.Copied.class, name = "copied"),
    @JsonSubTypes.Type(value = Technique.Followed.class, name = "followed"),
    @JsonSubTypes.Type(value = Technique.Logged.class, name = "logged"),
    @JsonSubTypes.Type(value = Technique.Left.class, name = "left"),
    @JsonSubTypes.Type(value = Technique.Snapshot.class, name = "snapshot")
})
public sealed interface Technique {
    /** Whether something of ours stands beside the server until the last pass. */
    default boolean stands() {
        return this instanceof Followed || this instanceof Logged;
    }

    /** Files file by file; a server's data as its own programs dump and load them. */
    record Copied() implements Technique {}

    /**
     * A server of ours follows it while visitors are served; put back by exchanging two folders.
     *
     * @param data the folder of the server's data
     */
    record Followed(String data) implements Technique {}

    /**
     * One database among others: dumped and loaded into a server of ours while visitors are served,
     * then brought on by what the server's log says of it; put back by what is dumped from there.
     */
    record Logged() implements Technique {}

    /**
     * What a follower of an earlier run left: it stays as it is, and is put back by what a server
     * of ours that stands on it dumps.
     */
    record Left() implements Technique {}

    /** Subvolumes of btrfs as they were in an instant, put back by exchanging two names. */
    record Snapshot() implements Technique {}
}
