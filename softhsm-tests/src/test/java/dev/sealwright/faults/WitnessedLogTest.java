package dev.sealwright.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.json.Fields;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.note.NoteAlgorithm;
import dev.sealwright.protocol.note.NoteKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service before two witnesses, each our own program in a process of its own, two hosts and a
 * monitor.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class WitnessedLogTest {
    private static final String OLD = "old";
    private static final int FORKED = 6;
    private static final List<String> HOSTS = List.of("soon", "later");

    @TempDir private static Path folder;
    private static final List<WitnessProgram> WITNESSES = new ArrayList<>();
    private static Deployment deployment;
    private static Cli cli;

    @BeforeAll
    static void aWitnessedLog() throws Exception {
        Path list = folder.resolve("witnesses");
        deployment =
                Requirements.deployment(
                        Files.createDirectory(folder.resolve("service")),
                        Map.of("SEALWRIGHT_WITNESSES", list.toString()));
        cli = new Cli(Files.createDirectory(folder.resolve("people")));
        for (String name : List.of("one", "two")) {
            WITNESSES.add(new WitnessProgram(cli, folder, name, logKey()));
        }
        Files.writeString(list, WITNESSES.getFirst().line() + WITNESSES.getLast().line());
        deployment.start();
        cli.settleIn(deployment);
    }

    @AfterAll
    static void stop() {
        WITNESSES.forEach(WitnessProgram::close);
        if (deployment != null) {
            deployment.close();
        }
    }

    /** As the anchors name it. */
    private static NoteKey logKey() throws IOException {
        Path document = deployment.home().resolve("ceremony/anchors.cose");
        var anchors =
                AnchorsDocument.verify(
                        Bytes.of(Files.readAllBytes(document)),
                        RootPin.parse(deployment.rootFingerprint()),
                        Instant.now());
        return anchors.voters().getFirst().noteKey(anchors.origin());
    }

    private static Fields fields(Cli.Ran ran) {
        return Fields.parse(ran.out().getBytes(StandardCharsets.UTF_8));
    }

    private static List<Fields> witnesses() {
        return fields(cli.operator("status", "--json")).objects("witnesses");
    }

    /** Until both have cosigned all there is. */
    private static void awaitCosigned() {
        Gate.await(() -> witnesses().stream().allMatch(each -> each.number("behind") == 0));
    }

    private static Cli.Ran verified(String mirror, String... more) {
        String[] all =
                Stream.concat(
                                Stream.of(
                                        "verify",
                                        "log",
                                        folder.resolve(mirror).toString(),
                                        "--root-fingerprint",
                                        deployment.rootFingerprint(),
                                        "--json"),
                                Stream.of(more))
                        .toArray(String[]::new);
        return cli.operator(all);
    }

    @Test
    @Order(1)
    void aMirrorIsVerifiedWithWhatTheWitnessesSaw() {
        cli.describe("cosigned").orFail();
        awaitCosigned();
        cli.operator("log", "mirror", folder.resolve("mirror").toString(), "--witness-quorum", "2")
                .orFail();

        Cli.Ran both =
                verified(
                        "mirror",
                        "--witness",
                        WITNESSES.getFirst().vkey(),
                        "--witness",
                        WITNESSES.getLast().vkey());
        assertThat(fields(both.orFail()).objects("cosigned_by"))
                .extracting(each -> each.text("witness"))
                .containsExactly("one", "two");
        String stranger =
                new NoteKey("three", NoteAlgorithm.COSIGNATURE_V1, Bytes.zeros(32)).vkey();
        Cli.Ran missing =
                verified("mirror", "--witness", WITNESSES.getFirst().vkey(), "--witness", stranger);
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("1 of the witnesses cosigned, not 2");
        verified(
                        "mirror",
                        "--witness",
                        WITNESSES.getFirst().vkey(),
                        "--witness",
                        stranger,
                        "--witness-quorum",
                        "1")
                .orFail();
    }

    @Test
    @Order(2)
    void aLogRolledBackWithItsKeyServiceIsNamedByAllWhoRemember() {
        Path state = deployment.home().resolve("key-service");
        Path saved = folder.resolve("saved-state");
        HOSTS.forEach(host -> cli.enrol(host, cli.mint().orFail().out().strip()).orFail());
        deployment.whileStopped(
                () -> {
                    copy(state, saved);
                    deployment
                            .postgres()
                            .execute(
                                    "postgres",
                                    "CREATE DATABASE " + OLD + " TEMPLATE " + Deployment.DATABASE);
                });
        for (int i = 0; i < 5; i++) {
            cli.describe("lost " + i).orFail();
        }
        awaitCosigned();
        HOSTS.forEach(host -> cli.host("sync", host).orFail());
        HOSTS.forEach(host -> assertThat(status(host).flag("log_forked")).isFalse());
        assertThat(monitor("first").code()).isZero();
        assertThat(monitor("second").code()).isZero();
        deployment.whileStopped(
                () -> {
                    copy(saved, state);
                    deployment
                            .postgres()
                            .execute("postgres", "DROP DATABASE " + Deployment.DATABASE);
                    deployment
                            .postgres()
                            .execute(
                                    "postgres",
                                    "ALTER DATABASE " + OLD + " RENAME TO " + Deployment.DATABASE);
                });

        // To the service its own state is whole; whoever stands outside remembers.
        stops(HOSTS.getFirst(), "shrunk");
        assertThat(monitor("first").out()).contains("\"alarm\":\"shrunk\"");
        awaitClaim("leaves of this log, which has fewer");
        for (int i = 0; i < 20; i++) {
            cli.describe("another history " + i).orFail();
        }
        stops(HOSTS.getLast(), "forked");
        assertThat(monitor("second").out()).contains("\"alarm\":\"fork\"");
        awaitClaim("leaves that this log does not begin with");
        assertThat(cli.operator("audit", "entries", "--kind", "host.reported", "--json").out())
                .contains("log.forked");
        assertThat(cli.operator("audit", "entries", "--kind", "witness.fork", "--json").out())
                .contains("which has fewer");
        assertThat(verified("mirror").done()).isTrue();
    }

    /** The host takes nothing more, and what it wrote down proves it to others. */
    private static void stops(String host, String kind) {
        assertThat(cli.host("sync", host).code()).isEqualTo(FORKED);
        assertThat(status(host).flag("log_forked")).isTrue();
        Path kept = cli.hostFolder(host);
        Cli.Ran verified =
                cli.operator(
                        "verify",
                        "fork",
                        kept.resolve("fork.json").toString(),
                        "--anchors",
                        kept.resolve("anchors.cose").toString(),
                        "--json");
        assertThat(fields(verified.orFail()).text("kind")).isEqualTo(kind);
    }

    private static Fields status(String host) {
        return fields(cli.host("status", host, "--json").orFail());
    }

    private static Cli.Ran monitor(String name) {
        return cli.operator(
                "monitor", folder.resolve("monitor-" + name).toString(), "--once", "--json");
    }

    private static void awaitClaim(String claim) {
        Gate.await(
                () ->
                        fields(cli.operator("status", "--json"))
                                .object("checks")
                                .optionalText("witnesses")
                                .filter(state -> state.contains(claim))
                                .isPresent());
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
