package dev.sealwright.operator.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.client.standin.HostsDesk;
import dev.sealwright.operator.OperatorRuns;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.ClosedEpoch;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a copy of the log makes of the anchors of the next epoch. */
final class SuccessionTest {
    @TempDir private Path home;
    private OperatorRuns sealwright;
    private HostsDesk desk;
    private MirrorFolder copy;

    @BeforeEach
    void aCopy() {
        sealwright = new OperatorRuns(home);
        sealwright.login();
        desk = sealwright.service().desk();
        grow(300);
        copy = new MirrorFolder(home.resolve("mirror"));
        assertThat(sealwright.run("log", "mirror", copy.path().toString()).code()).isZero();
    }

    @AfterEach
    void stop() {
        sealwright.close();
    }

    private void grow(int count) {
        for (int i = 0; i < count; i++) {
            desk.log()
                    .append(
                            sealwright.clock().instant(),
                            Leaf.NO_ORG,
                            new LeafBody.Event(
                                    EventKind.SERVER_STARTED,
                                    EventOutcome.SUCCESS,
                                    Bytes.zeros(32)));
        }
    }

    private VerifiedAnchors successor(long version, ClosedEpoch closed) {
        return AnchorsDocument.verify(
                desk.successor(version, closed),
                sealwright.service().pin(),
                sealwright.clock().instant());
    }

    private Optional<Succession.Closed> follow(VerifiedAnchors next) {
        return new Succession(copy).follow(AnchorsChain.of(next), sealwright.clock().instant());
    }

    private void refused(VerifiedAnchors next, String why) {
        assertThatThrownBy(() -> follow(next))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining(why);
        assertThat(copy.isFilled()).as("the copy is where it was").isTrue();
    }

    @Test
    void theCopyOfAClosedEpochIsSetAsideWithWhatIsLost() {
        Optional<Succession.Closed> closed = follow(successor(2, desk.closed(200)));

        assertThat(closed).isPresent();
        assertThat(closed.get().text())
                .contains("200 of them go on", "are lost to the service", "are in this copy");
        assertThat(copy.isFilled()).isFalse();
        Path aside = copy.path().resolve("epochs/1");
        assertThat(sealwright.run("verify", "log", aside.toString()).code()).isZero();
        assertThat(follow(successor(2, desk.closed(200)))).isEmpty();
    }

    /** Copied again, now that entries went. */
    private void copyPruned() {
        desk.log().prune(sealwright.clock().instant(), 256);
        copy = new MirrorFolder(home.resolve("pruned"));
        assertThat(sealwright.run("log", "mirror", copy.path().toString()).code()).isZero();
    }

    @Test
    void aCopyOfAPrunedLogIsSetAsideWithWhatWasLeft() {
        copyPruned();
        assertThat(follow(successor(2, desk.closed(200)))).isPresent();

        assertThat(copy.path().resolve("kept")).doesNotExist();
        Path aside = copy.path().resolve("epochs/1");
        assertThat(aside.resolve("kept/000")).exists();
        assertThat(sealwright.run("verify", "log", aside.toString()).code()).isZero();
    }

    @Test
    void ofLostEntriesThatWentTheIndexIsListed() {
        copyPruned();
        VerifiedAnchors next = successor(2, desk.closed(200));
        List<LostEntries.Lost> lost = new LostEntries(copy, next).list();

        assertThat(lost).hasSize(desk.log().size() - 200);
        assertThat(lost.getFirst().json().get("index").asLong()).isEqualTo(200);
        assertThat(lost.getFirst().json().get("state").asText()).isEqualTo("gone");
        assertThat(lost.getLast().json().get("type").asText()).isEqualTo("pruning");
    }

    @Test
    void anEndBelowWhatWasSignedIsRefused() {
        long signed = desk.log().size();
        desk.log().truncate(250);
        ClosedEpoch early = desk.closed(200);

        refused(successor(2, early), "below the " + signed + " that its voters signed");
    }

    @Test
    void anotherHistoryIsRefused() {
        desk.log().rewrite(17, desk.log().leaves().get(18));
        grow(10);

        refused(successor(2, desk.closed(200)), "another history");
    }

    @Test
    void whatDoesNotFollowIsRefused() {
        ClosedEpoch stranger =
                new ClosedEpoch(
                        "localhost/log/other",
                        Bytes.zeros(32),
                        9,
                        Bytes.zeros(32),
                        9,
                        Bytes.zeros(32));

        refused(successor(2, stranger), "do not say how this log went on");
        refused(successor(1, desk.closed(200)), "anchors of version 1 after 1");
    }
}
