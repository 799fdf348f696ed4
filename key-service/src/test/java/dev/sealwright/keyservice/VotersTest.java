package dev.sealwright.keyservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.keyservice.fixture.Daemon;
import dev.sealwright.keyservice.fixture.Electorates;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.PrunedLeaves;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.testkit.SoftHsm;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three members, each a program of its own on a token of its own, before a control plane that may
 * do what it likes: it shows them different leaves at the same size, reaches only some, and has
 * others follow. Meanwhile they are killed, and old copies of their state are put back. One of them
 * knows the beginning of the log by hashes.
 */
final class VotersTest {
    /** More of them make a longer test: {@code -Dsealwright.lives=20}. */
    private static final int LIVES = Integer.getInteger("sealwright.lives", 3);

    private static final long SEED = Long.getLong("sealwright.seed", 20_261_126);
    private static final int STEPS = 90;
    private static final int SELDOM = 30;

    /** So many leaves, of which the first bundle went before the last of the three began. */
    private static final int GROWN = Tile.FULL + 20;

    @RegisterExtension static final SoftHsm HSM = new SoftHsm();

    @TempDir static Path folder;

    private static Electorates electorate;

    private final Random random = new Random(SEED);
    private final Leaves leaves = new Leaves(InstantSource.system());
    private final List<ProgramVoter> voters = new ArrayList<>();
    private CountedVotes votes = new CountedVotes(2);

    @BeforeAll
    static void theCeremony() {
        electorate = Electorates.three(HSM, folder);
    }

    @AfterEach
    void stop() {
        voters.forEach(ProgramVoter::close);
        voters.clear();
    }

    @Test
    void noTwoValidCheckpointsContradictEachOther(TestReporter reporter) {
        long valid = 0;
        long forked = 0;
        long lost = 0;
        for (int life = 0; life < LIVES; life++) {
            begin(folder.resolve("life-" + life));
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            reporter.publishEntry("life " + life + " of seed " + SEED, votes.summary());
            assertThat(votes.contradictions()).as(votes.summary()).isEmpty();
            valid += votes.valid();
            forked += votes.forkedSizes();
            lost += voters.stream().filter(ProgramVoter::isLost).count();
            stop();
        }
        assertThat(valid).as("checkpoints that two of three signed").isGreaterThan(5L * LIVES);
        assertThat(forked).as("sizes with signatures on more than one root").isPositive();
        assertThat(lost).as("voters that noticed what they forgot").isPositive();
    }

    private void begin(Path life) {
        votes = new CountedVotes(2);
        var anchors = electorate.ceremony().anchors(leaves.now());
        List<Daemon> daemons = electorate.daemons(life);
        for (int i = 0; i < daemons.size(); i++) {
            voters.add(new ProgramVoter(anchors, anchors.voters().get(i), daemons.get(i), votes));
        }
        voters.forEach(ProgramVoter::begin);
        List<Bytes> first = new ArrayList<>(leaves.genesis(anchors));
        Stream.generate(leaves::event).limit(GROWN).forEach(first::add);
        List<ProgramVoter> quorum = voters.subList(0, 2);
        quorum.forEach(each -> each.append(first));
        Bytes pruning =
                leaves.of(Leaf.NO_ORG, new PrunedLeaves(first).pruning(Tile.FULL, first.size()));
        quorum.forEach(each -> each.append(List.of(pruning)));
        voters.getLast().followPruned(votes.longest().orElseThrow(), Tile.FULL, random);
    }

    private void step() {
        ProgramVoter voter = voters.get(random.nextInt(voters.size()));
        if (voter.isLost()) {
            voter.requireSilence();
            return;
        }
        switch (random.nextInt(SELDOM)) {
            case 0 -> voter.killAndStart();
            case 1 -> voter.killWhile(batch(voter));
            case 2 -> restore(voter);
            case 3, 4 -> voter.keepACopyOfItsState();
            case 5 -> voter.append(List.of(leaves.event()));
            case 6, 7, 8 ->
                    votes.longest()
                            .filter(goal -> goal.leaves().size() > voter.history().size())
                            .ifPresent(voter::follow);
            default -> voter.append(batch(voter));
        }
    }

    /** One voter at most: with two gone there is no log any more, and nothing left to test. */
    private void restore(ProgramVoter voter) {
        if (voters.stream().noneMatch(ProgramVoter::isLost) && voter.hasAnOldCopy()) {
            voter.putTheOldCopyBack();
        }
    }

    /** Some of what others have that it has not, if that continues its own; else something new. */
    private List<Bytes> batch(ProgramVoter voter) {
        int size = voter.history().size();
        return voters.stream()
                .filter(other -> other.continues(voter))
                .map(other -> other.history().subList(size, other.history().size()))
                .findFirst()
                .map(more -> more.subList(0, 1 + random.nextInt(more.size())))
                .orElseGet(() -> List.of(leaves.event()));
    }
}
