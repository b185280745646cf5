package bascule.journal;

import java.util.List;

/**
 * The memory of a run. An entry is on disk before {@link #append} returns, or append throws and the
 * journal is closed for good.
 */
public interface Journal {

    /**
     * @throws bascule.problem.Fault if it cannot be written: nothing may be done any more, since
     *     nobody knows what is on disk until it is read again
     */
    void append(Entry entry);

    /** Every line, from the first. */
    List<Line> lines();

    /** What the lines tell, kept up to date as they are appended. */
    Course course();
}
