package dev.sealwright.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short soak with a fixed seed; {@code ./sealwright bench soak} is the long one. */
final class SoakTest {
    private static final long SEED = 20261126;

    @TempDir private Path folder;

    @Test
    void nothingIsLostAndNothingDoubledWhileThingsBreak() throws Exception {
        try (var deployment = Requirements.deployment(Files.createDirectory(folder.resolve("s")))) {
            deployment.start();

            SoakReport report =
                    new Soak(deployment, folder, SEED, 2)
                            .run(
                                    List.of(
                                            Mischief.HSM_REFUSES,
                                            Mischief.HSM_LOSES_SESSIONS,
                                            Mischief.HSM_FLIPS_A_BIT,
                                            Mischief.BAD_BODIES_COME,
                                            Mischief.DATABASE_PROCESS_IS_KILLED,
                                            Mischief.HSM_FAILS_AFTERWARDS,
                                            Mischief.TOKEN_FOLDER_IS_MOVED,
                                            Mischief.DATABASE_IS_KILLED,
                                            Mischief.SLOW_CLIENTS_COME),
                                    _ -> {});

            assertThat(report.losses()).isEmpty();
            assertThat(report.doubles()).isEmpty();
            assertThat(report.ledger().enrolments()).isPositive();
        }
    }
}
