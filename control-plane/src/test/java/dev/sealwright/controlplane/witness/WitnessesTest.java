package dev.sealwright.controlplane.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.log.SignedLog;
import dev.sealwright.controlplane.witness.Witnesses.State;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The log before its witnesses, honest ones and others. */
class WitnessesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TestWitness FIRST = new TestWitness("first.example");
    private static final TestWitness SECOND = new TestWitness("second.example");

    @RegisterExtension
    static final RunningService SERVICE =
            new RunningService()
                    .with("sealwright.witness.file", list().toString())
                    .with("sealwright.witness.interval", "20ms");

    private static int orgs;

    private static Path list() {
        try {
            Path file = Files.createTempFile("witnesses", ".txt");
            return Files.writeString(
                    file, "# ours\n\n" + FIRST.line() + "\n" + SECOND.line() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The log is told of a witness's claims now and then only. */
    @BeforeEach
    void laterThanTheLastClaim() {
        SERVICE.clock().advance(Duration.ofMinutes(11));
    }

    @AfterEach
    void behave() {
        FIRST.behave();
        SECOND.behave();
        change();
        await(() -> states().stream().allMatch(each -> each.behind() == 0));
    }

    @AfterAll
    static void close() {
        FIRST.close();
        SECOND.close();
    }

    /** Adds leaves to the log. */
    private static void change() {
        orgs++;
        assertThat(SERVICE.admin().put("/v1/orgs/org-" + orgs, "{}").status()).isEqualTo(201);
    }

    private static List<State> states() {
        return SERVICE.bean(Witnesses.class).states();
    }

    private static State first() {
        return states().getFirst();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("patience").isNegative();
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private static Answer checkpoint(int witnesses) {
        return SERVICE.people().get("/log/1/checkpoint?witnesses=" + witnesses);
    }

    @Test
    void aCheckpointCarriesWhatItsWitnessesPutUnderIt() {
        change();
        await(() -> states().stream().allMatch(each -> each.behind() == 0));

        Note note = Note.parse(checkpoint(2).text());
        assertThat(note.signedBy(FIRST.key())).isTrue();
        assertThat(note.signedBy(SECOND.key())).isTrue();
        Checkpoint head = VerifiedCheckpoint.verify(note, SERVICE.anchors()).checkpoint();
        assertThat(head.size()).isEqualTo(first().cosigned());
        assertThat(Note.parse(SERVICE.people().get("/log/1/checkpoint").text())).isEqualTo(note);
    }

    @Test
    void aProofIsHadUnderACheckpointThatWitnessesCosigned() {
        change();
        await(() -> states().stream().allMatch(each -> each.behind() == 0));
        SECOND.say(500, "");
        change();

        Answer answer = SERVICE.people().get("/audit/proof?index=0&witnesses=2");
        Receipt receipt = Receipt.parse(answer.text());
        Bytes leaf = Bytes.fromBase64Url(firstEntry());
        assertThat(new ReceiptVerifier(SERVICE.anchors()).verify(leaf, receipt).index()).isZero();
        assertThat(receipt.checkpoint().signedBy(FIRST.key())).isTrue();
        assertThat(receipt.checkpoint().signedBy(SECOND.key())).isTrue();
    }

    private static String firstEntry() {
        return SERVICE.admin()
                .get("/audit/entries?limit=1")
                .json()
                .items("items")
                .getFirst()
                .text("leaf");
    }

    @Test
    void moreCosignaturesThanThereAreAreNotFound() {
        assertThat(checkpoint(3).status()).isEqualTo(404);
        assertThat(SERVICE.people().get("/audit/proof?index=0&witnesses=3").status())
                .isEqualTo(404);
    }

    @Test
    void aWitnessThatStandsElsewhereIsCaughtUp() {
        await(() -> first().behind() == 0);
        Checkpoint before = FIRST.last();
        change();
        await(() -> first().behind() == 0);
        FIRST.restore(before);
        change();

        await(() -> first().behind() == 0);
        assertThat(first().problem()).isEmpty();
        assertThat(FIRST.last().size()).isEqualTo(first().cosigned());
    }

    @Test
    void anAbsentWitnessKeepsNobodyWaitingAndIsNamed() {
        FIRST.say(503, "");
        change();
        await(() -> first().problem().isPresent());

        assertThat(first().problem()).contains("answers with status 503");
        assertThat(first().claim()).isEmpty();
        assertThat(first().behind()).isPositive();
        await(() -> states().getLast().behind() == 0);
    }

    @Test
    void aCosignatureByAnotherKeyCountsForNothing() {
        long before = first().cosigned();
        FIRST.say(200, SECOND.cosigned("another text\n") + "\n");
        change();

        await(() -> first().problem().isPresent());
        assertThat(first().problem()).contains("answers without a cosignature by its key");
        assertThat(first().cosigned()).isEqualTo(before);
    }

    @Test
    void aWitnessThatHasSeenAnotherHistoryRaisesAnAlarmThatStopsNothing() {
        FIRST.say(422, "");
        change();
        await(() -> first().claim().isPresent());

        assertThat(first().claim().orElseThrow()).contains("does not begin with");
        await(() -> !witnessCheck(SERVICE.people().get("/ready")).flag("ok"));
        Answer ready = SERVICE.people().get("/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(witnessCheck(ready).text("reason")).startsWith("first.example has cosigned");
        assertThat(forks()).anyMatch(detail -> detail.contains("does not begin with"));

        FIRST.behave();
        await(() -> first().claim().isEmpty());
    }

    private static Json witnessCheck(Answer ready) {
        return ready.json().items("checks").stream()
                .filter(check -> check.text("name").equals("witnesses"))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> forks() {
        return SERVICE
                .admin()
                .get("/audit/entries?kind=witness.fork&order=newest")
                .json()
                .items("items")
                .stream()
                .map(item -> item.text("detail"))
                .toList();
    }

    @Test
    void aWitnessThatHasSeenMoreThanThereIsNamesTheTruncation() {
        FIRST.say(409, "1000000\n");
        change();
        await(() -> first().claim().isPresent());

        assertThat(first().claim().orElseThrow()).startsWith("has cosigned 1000000 leaves");
        long size = SERVICE.bean(SignedLog.class).size();
        FIRST.say(409, "1000001\n");
        await(() -> first().claim().orElse("").contains("1000001"));
        // Its changing words make no further leaves: those would be shown to it in turn.
        assertThat(SERVICE.bean(SignedLog.class).size()).isLessThanOrEqualTo(size + 1);
        assertThat(forks()).anyMatch(detail -> detail.contains("1000000"));
    }

    @Test
    void aSecondRootOfOneSizeIsNamed() {
        await(() -> first().behind() == 0);
        Checkpoint last = FIRST.last();
        FIRST.say(409, last.size() + "\n");
        change();
        await(() -> first().claim().isPresent());

        assertThat(first().claim().orElseThrow())
                .startsWith("has cosigned another root for " + last.size());
    }
}
