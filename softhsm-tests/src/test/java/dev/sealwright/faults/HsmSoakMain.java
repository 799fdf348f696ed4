package dev.sealwright.faults;

import dev.sealwright.bench.ModuleLoss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code ./sealwright bench hsm-soak [--minutes N] [--seed S]}; the first argument is an empty
 * folder. Exit code 1 when a call failed that no hanging session explains, the log is not what was
 * appended, or memory grew by more than the PKCS#11 module loses.
 */
public final class HsmSoakMain {
    private HsmSoakMain() {}

    public static void main(String[] arguments) throws IOException {
        SoakArguments asked = SoakArguments.of(arguments);
        System.err.println("hsm-soak: seed " + asked.seed());
        double lost = ModuleLoss.bytesPerSignature();
        boolean clean = false;
        try (Deployment deployment = Deployment.prepared(Path.of(arguments[0]), Map.of())) {
            Runtime.getRuntime().addShutdownHook(new Thread(deployment::close));
            HsmSoakReport report =
                    new HsmSoak(deployment, asked.seed(), lost)
                            .run(asked.time(), line -> System.err.println("hsm-soak: " + line));
            report.calls()
                    .failures()
                    .forEach(failure -> System.err.println("hsm-soak: failed: " + failure));
            System.out.println(report.json());
            clean = report.clean();
        }
        System.exit(clean ? 0 : 1);
    }
}
