package dev.sealwright.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.log.PrunedLog;
import dev.sealwright.faults.Cli.Ran;
import dev.sealwright.protocol.crypto.Spki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The command line of who believes nobody, on a service's log of which entries went. */
final class PrunedLogReadersTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final PrunedLog PRUNED = new PrunedLog(SERVICE);
    private static final int MORE_THAN_TWO_BUNDLES = 600;

    @TempDir private Path folder;
    private Cli cli;

    @BeforeEach
    void aLogThatGrows() {
        cli = new Cli(folder);
        cli.operatorReading(
                        RunningService.ADMIN_KEY + "\n",
                        "login",
                        "--address",
                        SERVICE.uri(Listener.PEOPLE).toString(),
                        "--root-fingerprint",
                        Spki.fingerprint(SERVICE.anchors().root().getPublicKey()).hex())
                .orFail();
        PRUNED.happen(MORE_THAN_TWO_BUNDLES);
    }

    private Path copy(String name) {
        return folder.resolve(name);
    }

    private void mirror(Path copy) {
        cli.operator("log", "mirror", copy.toString()).orFail();
    }

    private Ran verify(Path copy) {
        return cli.operator("verify", "log", copy.toString()).orFail();
    }

    private Ran monitor(Path copy) {
        return cli.operator("monitor", copy.toString(), "--once").orFail();
    }

    @Test
    void whoComesLaterVerifiesWhatIsLeft() {
        PRUNED.prune();
        PRUNED.happen(20);

        mirror(copy("mirror"));

        assertThat(copy("mirror").resolve("kept/000")).exists();
        assertThat(copy("mirror").resolve("tile/entries/000")).doesNotExist();
        assertThat(verify(copy("mirror")).out())
                .contains("are known by their hashes alone", "accounted for", "verified: anchors");
        assertThat(monitor(copy("watched")).err()).contains("are known by their hashes alone");
        cli.operator("audit", "integrity").orFail();
    }

    private List<Path> bundles(Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(copy.resolve("tile/entries"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void whoCameBeforeKeepsAllOfIt() throws IOException {
        mirror(copy("mirror"));
        monitor(copy("watched"));
        List<Path> whole = bundles(copy("mirror"));

        PRUNED.prune();
        PRUNED.happen(20);

        mirror(copy("mirror"));
        assertThat(whole).hasSizeGreaterThan(2).allMatch(Files::exists);
        verify(copy("mirror"));
        monitor(copy("watched"));
        verify(copy("watched"));
    }
}
