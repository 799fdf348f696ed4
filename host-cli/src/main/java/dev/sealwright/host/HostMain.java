package dev.sealwright.host;

import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.terminal.Version;

/** The entry point of {@code sealwright-host}. */
public final class HostMain {
    private HostMain() {}

    public static void main(String[] arguments) {
        if (Version.isAskedFor(arguments)) {
            System.out.println("sealwright-host " + Version.text());
            return;
        }
        System.exit(
                SealwrightHost.program(
                                Surroundings.ofThisProcess(System.in, System.out, System.err))
                        .run(arguments));
    }
}
