package dev.sealwright.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** What a soak is told on its command line. */
record SoakArguments(Duration time, long seed, int clients) {
    static SoakArguments of(String[] arguments) {
        return new SoakArguments(
                Duration.ofSeconds(Math.round(number(arguments, "--minutes", 10) * 60)),
                (long) number(arguments, "--seed", ThreadLocalRandom.current().nextInt()),
                (int) number(arguments, "--clients", 4));
    }

    private static double number(String[] arguments, String option, double otherwise) {
        int at = List.of(arguments).indexOf(option);
        return at < 0 ? otherwise : Double.parseDouble(arguments[at + 1]);
    }
}
