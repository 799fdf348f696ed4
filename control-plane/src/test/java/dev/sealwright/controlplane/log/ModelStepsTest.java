package dev.sealwright.controlplane.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.log.ModelSteps.Action;
import dev.sealwright.controlplane.log.ModelSteps.State;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.merkle.TreeHash;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The transition relation of the model takes what it must and nothing else. */
class ModelStepsTest {
    private static State state(String db, int signed, String voter) {
        List<Bytes> account = hashes(voter);
        return new State(
                hashes(db), signed, account.size(), Frontier.EMPTY.appendAll(account).root());
    }

    private static List<Bytes> hashes(String leaves) {
        return Stream.of(leaves.split(""))
                .filter(leaf -> !leaf.isEmpty())
                .map(leaf -> TreeHash.leaf(Bytes.utf8(leaf)))
                .toList();
    }

    @Test
    void aBatchGoesThroughThreeActions() {
        State begun = state("a", 1, "a");
        State committed = state("abc", 1, "a");
        State persisted = state("abc", 1, "abc");
        State stored = state("abc", 3, "abc");

        assertThat(ModelSteps.actions(begun, committed)).containsExactly(Action.COMMIT);
        assertThat(ModelSteps.actions(committed, persisted)).containsExactly(Action.PERSIST);
        assertThat(ModelSteps.actions(persisted, stored)).containsExactly(Action.STORE);
    }

    @Test
    void aSignatureMayBeStoredTogetherWithTheNextBatch() {
        State persisted = state("abc", 1, "abc");

        assertThat(ModelSteps.actions(persisted, state("abcde", 3, "abc")))
                .containsExactly(Action.STORE, Action.COMMIT);
        // Not before the voter has it, not without all of it, and not beyond it.
        assertThat(ModelSteps.actions(state("abc", 1, "a"), state("abcde", 3, "a"))).isEmpty();
        assertThat(ModelSteps.actions(persisted, state("abcde", 2, "abc"))).isEmpty();
        assertThat(ModelSteps.actions(persisted, state("abcde", 5, "abc"))).isEmpty();
        assertThat(ModelSteps.actions(persisted, state("abcde", 1, "abc"))).isEmpty();
    }

    @Test
    void whatTheModelForbidsIsNoAction() {
        State unsigned = state("ab", 1, "a");
        // A second head on an unsigned one; a rewritten and a shortened history.
        assertThat(ModelSteps.actions(unsigned, state("abc", 1, "a"))).isEmpty();
        assertThat(ModelSteps.actions(state("ab", 2, "ab"), state("cbd", 2, "ab"))).isEmpty();
        assertThat(ModelSteps.actions(state("ab", 2, "ab"), state("a", 2, "ab"))).isEmpty();
        // A voter that signs what is not stored, another order of it, or a part of it.
        assertThat(ModelSteps.actions(unsigned, state("ab", 1, "ac"))).isEmpty();
        assertThat(ModelSteps.actions(unsigned, state("ab", 1, "abc"))).isEmpty();
        assertThat(ModelSteps.actions(state("abc", 1, "a"), state("abc", 1, "ab"))).isEmpty();
        // Released before the voter has it.
        assertThat(ModelSteps.actions(unsigned, state("ab", 2, "a"))).isEmpty();
        assertThat(ModelSteps.actions(unsigned, state("ab", 2, "ab"))).isEmpty();
    }
}
