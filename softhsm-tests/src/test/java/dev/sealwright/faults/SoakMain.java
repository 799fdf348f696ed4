package dev.sealwright.faults;

import java.nio.file.Path;
import java.util.Map;

/**
 * {@code ./sealwright bench soak --minutes N [--seed S] [--clients C]}; the first argument is an
 * empty folder. Exit code 1 when something was lost or doubled, or the log does not verify.
 */
public final class SoakMain {
    private SoakMain() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        SoakArguments asked = SoakArguments.of(arguments);
        System.err.println("soak: seed " + asked.seed());
        boolean clean = false;
        SmallDisk.mounted(folder.resolve("key-service"), "4m");
        try (Deployment deployment = Deployment.prepared(folder, Map.of())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(deployment)));
            deployment.start();
            SoakReport report =
                    new Soak(deployment, folder, asked.seed(), asked.clients())
                            .run(asked.time(), line -> System.err.println("soak: " + line));
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
}
