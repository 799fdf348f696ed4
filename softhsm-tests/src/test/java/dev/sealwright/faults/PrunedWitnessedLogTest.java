package dev.sealwright.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.log.PrunedLog;
import dev.sealwright.faults.Cli.Ran;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Spki;
import dev.sealwright.protocol.merkle.EntryBundle;
import dev.sealwright.protocol.merkle.LogEntry;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service's log before two witnesses, of which entries go while one of the two is away. Whoever
 * demands both gets a checkpoint from before, to which nothing accounts for what went.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PrunedWitnessedLogTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final PrunedLog PRUNED = new PrunedLog(SERVICE);
    private static final int MORE_THAN_TWO_BUNDLES = 600;

    /** Of an entry that goes. */
    private static final int AN_EVENT = 100;

    @TempDir private static Path folder;
    private static Cli cli;
    private static WitnessProgram one;
    private static WitnessProgram two;

    @BeforeAll
    static void aWitnessedLog() throws IOException {
        cli = new Cli(Files.createDirectory(folder.resolve("people")));
        VerifiedAnchors anchors = SERVICE.anchors();
        NoteKey log = anchors.voters().getFirst().noteKey(anchors.origin());
        one = new WitnessProgram(cli, folder, "one", log);
        two = new WitnessProgram(cli, folder, "two", log);
        Path list = folder.resolve("witnesses");
        Files.writeString(list, one.line() + two.line());
        SERVICE.with("sealwright.witness.file", list.toString()).restart();
        cli.operatorReading(
                        RunningService.ADMIN_KEY + "\n",
                        "login",
                        "--address",
                        SERVICE.uri(Listener.PEOPLE).toString(),
                        "--root-fingerprint",
                        Spki.fingerprint(SERVICE.anchors().root().getPublicKey()).hex())
                .orFail();
        PRUNED.happen(MORE_THAN_TWO_BUNDLES);
        Gate.await(PrunedWitnessedLogTest::anyIsCosignedByBoth);
        awaitCosigned(2);
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
    }

    private static Fields fields(Ran ran) {
        return Fields.parse(ran.out().getBytes(StandardCharsets.UTF_8));
    }

    private static boolean anyIsCosignedByBoth() {
        return SERVICE.people().get("/log/1/checkpoint?witnesses=2").status() == 200;
    }

    private static long checkpoint(String query) {
        String note = SERVICE.people().get("/log/1/checkpoint" + query).text();
        return Checkpoint.parse(Note.parse(note).text()).size();
    }

    /** Until so many have cosigned all there is. */
    private static void awaitCosigned(int witnesses) {
        Gate.await(() -> checkpoint("?witnesses=" + witnesses) == checkpoint(""));
    }

    private static String copy(String name) {
        return folder.resolve(name).toString();
    }

    private static void mirror(String name, int witnesses) {
        cli.operator("log", "mirror", copy(name), "--witness-quorum", Integer.toString(witnesses))
                .orFail();
    }

    /** A command that demands so many of both witnesses. */
    private static Ran demanding(int witnesses, String... command) {
        List<String> all = new ArrayList<>(Arrays.asList(command));
        all.addAll(List.of("--witness", one.vkey(), "--witness", two.vkey()));
        all.addAll(List.of("--witness-quorum", Integer.toString(witnesses), "--json"));
        return cli.operator(all.toArray(String[]::new));
    }

    private static Ran verify(String name, int witnesses) {
        return demanding(witnesses, "verify", "log", copy(name));
    }

    private static void isVerified(Ran ran, String... cosigners) {
        Fields report = fields(ran.orFail());
        assertThat(report.flag("verified")).isTrue();
        assertThat(report.number("pruned")).isGreaterThan(500);
        assertThat(report.objects("cosigned_by"))
                .extracting(each -> each.text("witness"))
                .containsExactly(cosigners);
    }

    /** The entry, and a receipt that both witnesses cosigned, as a file. */
    private static String evidence(String name, Bytes leaf) throws IOException {
        String proof =
                SERVICE.people().get("/audit/proof?index=" + AN_EVENT + "&witnesses=2").text();
        Path file = folder.resolve(name);
        Files.write(
                file,
                Json.document(Json.object().put("leaf", leaf.base64Url()).put("receipt", proof)));
        return file.toString();
    }

    private static Ran verifyReceipt(String evidence) {
        String anchors = folder.resolve("before/anchors.cose").toString();
        return demanding(2, "verify", "receipt", evidence, "--anchors", anchors);
    }

    private static Bytes event(Path bundle) throws IOException {
        return EntryBundle.whole(
                                        new Tile(Tile.ENTRIES, 0, Tile.FULL),
                                        Bytes.of(Files.readAllBytes(bundle)))
                                .get(AN_EVENT)
                        instanceof LogEntry.Kept(Bytes leaf)
                ? leaf
                : Bytes.EMPTY;
    }

    @Test
    @Order(1)
    void beforeThePruningLeafNothingAccountsForWhatWent() throws IOException {
        mirror("before", 2);
        two.close();
        PRUNED.prune();
        PRUNED.happen(20);
        awaitCosigned(1);

        mirror("both", 2);
        assertThat(folder.resolve("both/kept/000")).exists();
        Ran ran = verify("both", 2);
        assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(1);
        assertThat(ran.out()).contains("no pruning leaf in the log accounts for");
        assertThat(fields(verify("before", 2).orFail()).number("pruned")).isZero();
    }

    @Test
    @Order(2)
    void whoDemandsTheOneThatIsThereVerifiesTheLog() {
        mirror("either", 1);

        isVerified(verify("either", 1), "one");
        Ran missing = verify("either", 2);
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("1 of the witnesses cosigned, not 2");
        Ran watched = cli.operator("monitor", copy("watched"), "--once").orFail();
        assertThat(watched.err()).contains("are known by their hashes alone");
        isVerified(verify("watched", 1), "one");
    }

    @Test
    @Order(3)
    void onceTheOtherHasCosignedTheSameCopyGoesOnAndVerifies() {
        two.start();
        awaitCosigned(2);

        mirror("both", 2);
        isVerified(verify("both", 2), "one", "two");
        mirror("before", 2);
        assertThat(fields(verify("before", 2).orFail()).number("pruned")).isZero();
    }

    @Test
    @Order(4)
    void whoHasAnEntryThatWentHasItProvedBeforeBoth() throws IOException {
        Bytes leaf = event(folder.resolve("before/tile/entries/000"));

        assertThat(SERVICE.people().get("/log/1/tile/entries/000").status()).isEqualTo(410);
        Fields proved = fields(verifyReceipt(evidence("receipt.json", leaf)).orFail());
        assertThat(proved.number("index")).isEqualTo(AN_EVENT);
        assertThat(proved.objects("cosigned_by"))
                .extracting(each -> each.text("witness"))
                .containsExactly("one", "two");
        byte[] other = leaf.toArray();
        other[other.length - 1] ^= 1;
        assertThat(verifyReceipt(evidence("other.json", Bytes.of(other))).code()).isEqualTo(1);
    }
}
