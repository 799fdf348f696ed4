package dev.sealwright.client.terminal;

/** The exit codes of both command lines. {@code start} alone ends with its agent's code. */
public enum ExitCode {
    /** It was done, or it verified. */
    DONE(0),
    /** Refused by the service, or not verified. */
    REFUSED(1),
    /** What was read is malformed. */
    MALFORMED(2),
    /** The command line was wrong. */
    USAGE(3),
    /** The service cannot be reached or cannot answer now; trying later may help. */
    UNAVAILABLE(4),
    /** A local file is missing, unsafe or cannot be written. */
    LOCAL(5),
    /** The service's log has two histories, or became shorter. */
    FORKED(6),
    /** A defect of this program. */
    INTERNAL(70);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
