package dev.sealwright.protocol.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.PruningBody;
import dev.sealwright.protocol.leaf.ReportBody;
import dev.sealwright.protocol.merkle.TreeHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LastingLeavesTest {
    private static final int BUNDLE = 256;

    private final Random random = new Random(7);
    private final List<Leaf> log = new ArrayList<>();

    private Leaf leaf(LeafBody body) {
        byte[] id = new byte[16];
        random.nextBytes(id);
        return new Leaf(Bytes.of(id), World.NOW, Leaf.NO_ORG, body);
    }

    private LeafBody lasting() {
        return new ReportBody.Report(Sha256.of(Bytes.uint64(random.nextLong())));
    }

    private LeafBody passing() {
        return new LeafBody.Event(
                EventKind.API_KEY_USED,
                EventOutcome.SUCCESS,
                Sha256.of(Bytes.uint64(random.nextLong())));
    }

    private LastingLeaves grown(int leaves) {
        LastingLeaves whole = new LastingLeaves();
        for (int i = 0; i < leaves; i++) {
            log.add(leaf(i % 5 == 0 ? lasting() : passing()));
            assertThat(whole.add(log.getLast(), hash(log.getLast()))).isEmpty();
        }
        return whole;
    }

    private static Bytes hash(Leaf leaf) {
        return TreeHash.leaf(leaf.encode());
    }

    /** Reads the log again, with the hashes alone of what the predicate takes. */
    private LastingLeaves read(java.util.function.IntPredicate gone) {
        LastingLeaves read = new LastingLeaves();
        for (int i = 0; i < log.size(); i++) {
            if (gone.test(i)) {
                read.gone();
            } else {
                var _ = read.add(log.get(i), hash(log.get(i)));
            }
        }
        return read;
    }

    private boolean passes(int index) {
        return !log.get(index).body().lasting();
    }

    @Test
    void aPruningLeafAccountsForWhatDoesNotLast() {
        LastingLeaves whole = grown(700);
        log.add(leaf(new PruningBody(2 * BUNDLE, 700, whole.at().head())));
        assertThat(read(i -> false).accounted()).isTrue();
        assertThat(read(i -> i < 2 * BUNDLE && passes(i)).accounted()).isTrue();
        assertThat(read(i -> i < 40 && passes(i)).accounted()).isTrue();
    }

    @Test
    void nobodyTakesALastingLeafAway() {
        LastingLeaves whole = grown(700);
        log.add(leaf(new PruningBody(2 * BUNDLE, 700, whole.at().head())));
        for (int taken = 0; taken < 2 * BUNDLE; taken += 5) {
            int one = taken;
            assertThat(read(i -> i == one).accounted()).isFalse();
            assertThat(read(i -> i == one || (i < BUNDLE && passes(i))).accounted()).isFalse();
        }
    }

    @Test
    void whatStandsBehindTheMinimumStays() {
        LastingLeaves whole = grown(700);
        log.add(leaf(new PruningBody(BUNDLE, 700, whole.at().head())));
        assertThat(read(i -> i == BUNDLE + 1).accounted()).isFalse();
        assertThat(read(i -> i == BUNDLE - 2).accounted()).isTrue();
    }

    @Test
    void aHashThatCameAfterThePruningLeafIsNotCovered() {
        LastingLeaves whole = grown(300);
        log.add(leaf(new PruningBody(BUNDLE, 300, whole.at().head())));
        LastingLeaves read = read(i -> i < BUNDLE && passes(i));
        assertThat(read.accounted()).isTrue();
        read.gone();
        assertThat(read.accounted()).isFalse();
    }

    @Test
    void aPruningLeafMayLookBackAndNotAhead() {
        LastingLeaves whole = grown(400);
        Bytes head = whole.at().head();
        grownBy(whole, 100);
        assertThat(whole.objection(new PruningBody(BUNDLE, 400, head))).isEmpty();
        assertThat(whole.objection(new PruningBody(BUNDLE, 400, Bytes.zeros(32))))
                .contains("a pruning leaf that does not know of the same lasting leaves");
        assertThat(whole.objection(new PruningBody(BUNDLE, 501, whole.at().head())))
                .contains("a pruning leaf that looks ahead of itself");
        grownBy(whole, 9_000);
        assertThat(whole.objection(new PruningBody(BUNDLE, 400, head)))
                .contains("a pruning leaf that looks further back than is remembered");
    }

    private void grownBy(LastingLeaves whole, int more) {
        for (int i = 0; i < more; i++) {
            Leaf next = leaf(i % 2 == 0 ? lasting() : passing());
            assertThat(whole.add(next, hash(next))).isEmpty();
        }
    }

    @Test
    void whereItStandsIsAllItNeedsToGoOn() {
        LastingLeaves whole = grown(300);
        LastingLeaves again = new LastingLeaves(whole.at());
        Leaf next = leaf(lasting());
        assertThat(again.add(next, hash(next))).isEmpty();
        assertThat(whole.add(next, hash(next))).isEmpty();
        assertThat(again.at()).isEqualTo(whole.at());
        assertThat(again.objection(new PruningBody(BUNDLE, 300, whole.at().head()))).isPresent();
        again.gone();
        assertThat(new LastingLeaves(again.at()).accounted()).isFalse();
    }

    @Test
    void theChainIsWhatItsDescriptionSays() {
        Leaf first = leaf(lasting());
        Leaf second = leaf(passing());
        Leaf third = leaf(lasting());
        LastingLeaves chain = new LastingLeaves();
        for (Leaf each : List.of(first, second, third)) {
            assertThat(chain.add(each, hash(each))).isEmpty();
        }
        Bytes one = Sha256.of(Bytes.zeros(32), Bytes.uint64(0), hash(first));
        assertThat(chain.at().head()).isEqualTo(Sha256.of(one, Bytes.uint64(2), hash(third)));
    }
}
