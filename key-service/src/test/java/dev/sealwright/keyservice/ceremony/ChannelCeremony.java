package dev.sealwright.keyservice.ceremony;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** Runs the command that makes a channel's keys, in this process: it needs no token. */
public final class ChannelCeremony {
    private ChannelCeremony() {}

    public static void run(Path folder) {
        int status =
                CeremonyMain.run(
                        List.of("channel", "--out", folder.toString()),
                        System.out,
                        System.err,
                        new SecureRandom(),
                        InstantSource.system());
        if (status != CeremonyMain.DONE) {
            throw new IllegalStateException("the ceremony program ended with " + status);
        }
    }
}
