package bascule.plan;

import bascule.version.Version;

/**
 * That a release note was acknowledged: this note, for this release, in these words.
 *
 * @param words SHA-256 over the note's text in all languages, in hex: other words are another note
 */
public record Acknowledgement(String note, Version release, String words, Acknowledged by) {

    /** Whether it is of the same note, whoever acknowledged it. */
    public boolean same(Acknowledgement other) {
        return note.equals(other.note)
                && release.equals(other.release)
                && words.equals(other.words);
    }
}
