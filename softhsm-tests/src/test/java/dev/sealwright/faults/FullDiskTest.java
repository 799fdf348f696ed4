package dev.sealwright.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No room is left on the disk of the key service or of PostgreSQL; later there is. */
final class FullDiskTest {
    private static final String STATE = "key-service";
    private static final String DATABASE = "postgres";

    /** Short, because both command lines try four times before they say that it is away. */
    private static final Map<String, String> IMPATIENT = Map.of("SEALWRIGHT_LOG_DEADLINE", "1s");

    @TempDir private static Path folder;
    private static Deployment deployment;
    private static Cli cli;

    @BeforeAll
    static void aServiceOnSmallDisks() {
        Path home = folder.resolve("service");
        SmallDisk.required(home.resolve(STATE), "256k");
        SmallDisk.required(home.resolve(DATABASE), "160m");
        deployment = Requirements.deployment(home, IMPATIENT);
        deployment.start();
        cli = new Cli(folder.resolve("clients"));
        cli.settleIn(deployment);
    }

    @AfterAll
    static void stop() {
        if (deployment != null) {
            deployment.close();
        }
        SmallDisk.removeAll();
    }

    @Test
    void nothingIsSignedThatCannotBeRememberedAndItGoesOnByItself() {
        String url = cli.mint().orFail().out().strip();
        SmallDisk disk = SmallDisk.at(deployment.home().resolve(STATE));
        disk.fill();
        useUpWhatTheLastBlockHolds();

        Cli.Ran refused = cli.enrol("on-full-state", url);
        assertThat(refused.mayComeLater()).as(refused.out() + refused.err()).isTrue();
        assertThat(deployment.keys().isAlive()).isTrue();

        disk.free();
        enrolled("on-full-state", url);
        assertThat(deployment.keys().isAlive()).isTrue();
    }

    /** The file's last block has room for some events more. */
    private static void useUpWhatTheLastBlockHolds() {
        for (int i = 0; i < 200 && cli.describe("change " + i).done(); i++) {
            // Each change is an event.
        }
    }

    @Test
    void aDatabaseWithoutRoomLosesNothing() {
        String url = cli.mint().orFail().out().strip();
        SmallDisk disk = SmallDisk.at(deployment.home().resolve(DATABASE));
        disk.fill();

        Cli.Ran refused = cli.enrol("on-full-database", url);
        assertThat(refused.done() || refused.mayComeLater()).as(refused.err()).isTrue();

        disk.free();
        deployment.postgres().restart();
        enrolled("on-full-database", url);
    }

    private static void enrolled(String name, String url) {
        if (!cli.hostFolder(name).resolve("certificate.pem").toFile().exists()) {
            Cli.Ran ran = cli.enrol(name, url);
            for (int i = 0; i < 10 && ran.mayComeLater(); i++) {
                ran = cli.enrol(name, url);
            }
            ran.orFail();
        }
        var log = VerifiedLog.of(cli, deployment, folder.resolve("mirror"));
        assertThat(log.doubles()).isEmpty();
    }
}
