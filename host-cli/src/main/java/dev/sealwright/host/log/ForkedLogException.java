package dev.sealwright.host.log;

import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import java.nio.file.Path;

/** The service's log is not the one that this host knows. Trying again does not help. */
public final class ForkedLogException extends CommandFailure {
    ForkedLogException(String what, Path evidence) {
        super(
                ExitCode.FORKED,
                what + "; this host believes nothing more of this service",
                "give "
                        + evidence
                        + " to your security team; once they know why and the right log is back,"
                        + " remove the file");
    }
}
