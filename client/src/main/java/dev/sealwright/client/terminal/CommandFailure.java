package dev.sealwright.client.terminal;

/** A command cannot go on: what happened and why is the message, what to do about it the remedy. */
public class CommandFailure extends RuntimeException {
    private final ExitCode code;
    private final String remedy;

    public CommandFailure(ExitCode code, String message, String remedy) {
        super(message);
        this.code = code;
        this.remedy = remedy;
    }

    public CommandFailure(ExitCode code, String message, String remedy, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.remedy = remedy;
    }

    public ExitCode code() {
        return code;
    }

    public String remedy() {
        return remedy;
    }
}
