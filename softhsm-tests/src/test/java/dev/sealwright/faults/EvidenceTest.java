package dev.sealwright.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence out of a whole service, checked once the service is gone. */
final class EvidenceTest {
    @TempDir private Path folder;

    @Test
    void aBundleVerifiesWhenTheServiceIsGone() throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var over = folder.resolve("over.zip");
        var present = folder.resolve("present.zip");
        var cli = new Cli(Files.createDirectory(folder.resolve("clients")));
        String root;
        try (Deployment deployment =
                Requirements.deployment(Files.createDirectory(folder.resolve("service")))) {
            deployment.start();
            cli.settleIn(deployment);
            cli.enrol("web1", cli.mint().orFail().out().strip()).orFail();
            root = deployment.rootFingerprint();
            export(cli, now.minus(Duration.ofHours(2)), now.minus(Duration.ofHours(1)), over)
                    .orFail();
            export(cli, now.minus(Duration.ofHours(2)), now.plus(Duration.ofHours(1)), present)
                    .orFail();
        }

        assertThat(verify(cli, over, root).orFail().out()).contains("none missing");
        Cli.Ran verified = verify(cli, present, root);
        assertThat(verified.code()).isEqualTo(1);
        assertThat(verified.out()).contains("verified:", "not shown: that none is missing before");
        byte[] bytes = Files.readAllBytes(present);
        bytes[bytes.length / 2] ^= 1;
        Files.write(present, bytes);
        assertThat(verify(cli, present, root).code()).isIn(1, 2);
    }

    private static Cli.Ran export(Cli cli, Instant from, Instant to, Path out) {
        return cli.operator(
                "audit",
                "export",
                "--soc2",
                "--org",
                Cli.ORG,
                "--from",
                from.toString(),
                "--to",
                to.toString(),
                "--out",
                out.toString());
    }

    private static Cli.Ran verify(Cli cli, Path file, String root) {
        return cli.operator("verify", "bundle", file.toString(), "--root-fingerprint", root);
    }
}
