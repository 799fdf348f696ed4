package dev.sealwright.operator;

import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.terminal.Version;

/** The entry point of {@code sealwright}. */
public final class OperatorMain {
    private OperatorMain() {}

    public static void main(String[] arguments) {
        if (Version.isAskedFor(arguments)) {
            System.out.println("sealwright " + Version.text());
            return;
        }
        System.exit(
                Sealwright.program(
                                Surroundings.ofThisProcess(System.in, System.out, System.err),
                                arguments)
                        .run(arguments));
    }
}
