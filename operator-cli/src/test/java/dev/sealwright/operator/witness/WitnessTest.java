package dev.sealwright.operator.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.Session;
import dev.sealwright.operator.OperatorRuns;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteKey;
import dev.sealwright.protocol.witness.AddCheckpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A witness as logs meet it: over HTTP, made by its own commands. */
class WitnessTest {
    private final TestLog log = TestLog.of("log.example/log/1", 1);
    private final List<String> reports = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir private Path home;
    private OperatorRuns sealwright;
    private Path folder;
    private NoteKey witness;
    private WitnessServer server;

    @BeforeEach
    void serve() throws IOException {
        sealwright = new OperatorRuns(home);
        folder = home.resolve("witness");
        Session made = run("init", folder.toString(), "--name", "witness.example/w1", "--json");
        witness =
                NoteKey.parseVkey(
                        Json.parse(made.out().getBytes(StandardCharsets.UTF_8))
                                .get("vkey")
                                .asText());
        run("add-log", folder.toString(), "--origin", log.origin(), "--vkey", log.key().vkey());
        server = start();
    }

    @AfterEach
    void stop() {
        server.close();
        sealwright.close();
        http.close();
    }

    private Session run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("witness"));
        all.addAll(List.of(arguments));
        return sealwright.run(all.toArray(String[]::new));
    }

    private WitnessServer start() throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new WitnessServer(
                new WitnessFolder(folder).open(sealwright.clock()), address, reports::add);
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        var uri = URI.create("http://localhost:" + server.address().getPort() + "/add-checkpoint");
        var request = HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body)).build();
        return http.send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> post(AddCheckpoint request)
            throws IOException, InterruptedException {
        return post(request.encode());
    }

    @Test
    void whatContinuesTheLastCheckpointIsCosigned() throws Exception {
        for (long[] step : new long[][] {{0, 3}, {3, 3}, {3, 8}, {8, 200}, {200, 201}}) {
            AddCheckpoint request = log.request(step[0], step[1]);
            HttpResponse<String> answer = post(request);
            assertThat(answer.statusCode()).isEqualTo(200);
            Note cosigned = Note.parse(request.note().encode() + answer.body());
            assertThat(cosigned.signedBy(witness)).isTrue();
            assertThat(cosigned.signedBy(log.key())).isTrue();
        }
        assertThat(reports).isEmpty();
    }

    @Test
    void anotherOldSizeIsAnsweredWithTheRightOne() throws Exception {
        post(log.request(0, 5));
        HttpResponse<String> answer = post(log.request(4, 9));
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).isEqualTo("5\n");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/x.tlog.size");
    }

    @Test
    void aLogThatRollsBackIsRefused() throws Exception {
        post(log.request(0, 9));
        assertThat(post(log.request(0, 5)).body()).isEqualTo("9\n");
        var malformed = "old 9\n\n" + log.head(5).encode();
        assertThat(post(malformed).statusCode()).isEqualTo(400);
        assertThat(post(log.request(9, 10)).statusCode()).isEqualTo(200);
    }

    @Test
    void aSecondRootOfOneSizeIsAFork() throws Exception {
        post(log.request(0, 6));
        HttpResponse<String> answer = post(log.fork().request(6, 6));
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(reports).singleElement().asString().contains("FORK");
        assertThat(evidence()).containsExactly(log.fork().head(6).encode());
    }

    @Test
    void aLogThatRewritesWhatWasIsRefusedAndItsSignatureKept() throws Exception {
        post(log.request(0, 6));
        HttpResponse<String> answer = post(log.fork().request(6, 11));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(evidence()).containsExactly(log.fork().head(11).encode());
        assertThat(post(log.request(6, 11)).statusCode()).isEqualTo(200);
    }

    private List<String> evidence() throws IOException {
        Path kept = folder.resolve("logs").resolve(WatchedLog.folderName(log.origin()));
        List<String> notes = new ArrayList<>();
        try (var files = Files.list(kept.resolve("evidence"))) {
            for (Path file : files.toList()) {
                notes.add(Files.readString(file));
            }
        }
        return notes;
    }

    @Test
    void aLogThatIsNotWatchedAndAKeyThatIsNotTheLogsAreToldApart() throws Exception {
        assertThat(post(TestLog.of("other.example/1", 1).request(0, 1)).statusCode())
                .isEqualTo(404);
        assertThat(post(TestLog.of(log.origin(), 2).request(0, 1)).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "old 0\n", "old 0\n\n", "nonsense\n\nnonsense\n"})
    void whatIsNoRequestIsMalformed(String body) throws Exception {
        assertThat(post(body).statusCode()).isEqualTo(400);
    }

    @Test
    void aBodyWithoutEndIsNotReadToItsEnd() throws Exception {
        try {
            assertThat(post("old 0\n" + "x".repeat(1 << 20)).statusCode()).isEqualTo(400);
        } catch (IOException cutOff) {
            // The connection ends before the body does, and may take the answer along.
        }
        assertThat(post(log.request(0, 1)).statusCode()).isEqualTo(200);
    }

    @Test
    void whatWasCosignedIsRememberedAcrossARestart() throws Exception {
        post(log.request(0, 7));
        server.close();
        server = start();
        assertThat(post(log.request(0, 8)).body()).isEqualTo("7\n");
        assertThat(post(log.request(7, 8)).statusCode()).isEqualTo(200);
        Session shown = run("show", folder.toString(), "--json");
        assertThat(
                        Json.parse(shown.out().getBytes(StandardCharsets.UTF_8))
                                .at("/logs/0/size")
                                .asLong())
                .isEqualTo(8);
    }

    @Test
    void ofTwoRequestsAtOnceOneIsCosigned() throws Exception {
        post(log.request(0, 4));
        AddCheckpoint honest = log.request(4, 5);
        AddCheckpoint other = log.request(4, 6);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 20; round++) {
                List<Callable<Integer>> both =
                        List.of(() -> post(honest).statusCode(), () -> post(other).statusCode());
                long cosigned =
                        threads.invokeAll(both).stream().filter(f -> f.resultNow() == 200).count();
                assertThat(cosigned).isEqualTo(round == 0 ? 1 : 0);
            }
        }
    }

    @Test
    void aMemoryThatSomebodyChangedStopsTheWitness() throws Exception {
        post(log.request(0, 7));
        server.close();
        Path kept = folder.resolve("logs").resolve(WatchedLog.folderName(log.origin()));
        Files.writeString(kept.resolve("checkpoint"), TestLog.of(log.origin(), 9).head(2).encode());
        assertThat(run("show", folder.toString()).code()).isEqualTo(5);
        Files.writeString(kept.resolve("checkpoint"), log.head(7).encode());
        server = start();
    }

    @ParameterizedTest
    @CsvSource({"log.example/log/2, 3", "log.example/log/1, 5"})
    void aLogIsAddedOnceAndWithItsOwnKeys(String origin, int code) {
        Session added =
                run("add-log", folder.toString(), "--origin", origin, "--vkey", log.key().vkey());
        assertThat(added.code()).isEqualTo(code);
    }

    @Test
    void aWitnessIsMadeOnceAndItsSeedIsPrivate() throws IOException {
        assertThat(run("init", folder.toString(), "--name", "other").code()).isEqualTo(5);
        assertThat(Files.getPosixFilePermissions(folder.resolve("seed"))).hasSize(2);
    }

    @Test
    void everyoneCanReadWhoseKeyItIs() throws Exception {
        var uri = URI.create("http://localhost:" + server.address().getPort() + "/");
        var answer = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo(witness.vkey() + "\nlog " + log.key().vkey() + "\n");
    }
}
