package dev.sealwright.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * {@code ./sealwright bench soak --minutes N [--seed S] [--clients C]}; the first argument is an
 * empty folder. Exit code 1 when something was lost or doubled, or the log does not verify.
 */
public final class SoakMain {
    private SoakMain() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        double minutes = number(arguments, "--minutes", 10);
        long seed = (long) number(arguments, "--seed", ThreadLocalRandom.current().nextInt());
        int clients = (int) number(arguments, "--clients", 4);
        System.err.println("soak: seed " + seed);
        boolean clean = false;
        SmallDisk.mounted(folder.resolve("key-service"), "4m");
        try (Deployment deployment = Deployment.prepared(folder, Map.of())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(deployment)));
            deployment.start();
            Duration time = Duration.ofSeconds(Math.round(minutes * 60));
            SoakReport report =
                    new Soak(deployment, folder, seed, clients)
                            .run(time, line -> System.err.println("soak: " + line));
            report.losses().forEach(loss -> System.err.println("soak: lost: " + loss));
            report.doubles().forEach(each -> System.err.println("soak: doubled: " + each));
            System.out.println(report.json());
            clean = report.clean();
        }
        System.exit(clean ? 0 : 1);
    }

    private static void end(Deployment deployment) {
        deployment.close();
        SmallDisk.removeAll();
    }

    private static double number(String[] arguments, String option, double otherwise) {
        int at = List.of(arguments).indexOf(option);
        return at < 0 ? otherwise : Double.parseDouble(arguments[at + 1]);
    }
}
