package dev.sealwright.keyservice.log;

import dev.sealwright.keyservice.api.Admission.Refused;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.history.LastingLeaves;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.PruningBody;
import java.util.Optional;

/**
 * The chain of lasting leaves as a voter keeps it. One whose state is of an earlier build does not
 * know it, until its next epoch. Not safe for concurrent use.
 */
final class LastingChain {
    private final Optional<LastingLeaves> leaves;

    LastingChain(Optional<LastingLeaves.At> at) {
        leaves = at.map(LastingLeaves::new);
    }

    /**
     * Takes the next leaf.
     *
     * @param known the leaf itself, if this voter learns from it
     */
    void add(LeafRole role, Optional<Leaf> known, Bytes hash) {
        if (role == LeafRole.GONE) {
            leaves.orElseThrow(
                            () -> new MalformedException("a journal that follows hashes blindly"))
                    .gone();
        } else if (known.isPresent()) {
            // What does not fit accounts for nothing; a quorum signed it, so it is followed.
            leaves.ifPresent(chain -> chain.add(known.get(), hash));
        } else {
            leaves.ifPresent(chain -> chain.add(role != LeafRole.PASSING, hash));
        }
    }

    /**
     * Why a pruning leaf is not admitted. How old the leaves are that may go a voter cannot tell,
     * as it keeps no times: who reads the log sees that by the leaf at the minimum, which stays.
     */
    Optional<Refused> refusal(PruningBody body) {
        if (leaves.isEmpty()) {
            return LeafJudge.refuse(
                    RefusalCode.NOT_ALLOWED,
                    "this voter's state is of an earlier build, which did not keep which leaves"
                            + " last; it does from its next epoch on");
        }
        if (!accounted()) {
            return LeafJudge.refuse(
                    RefusalCode.NOT_ALLOWED,
                    "this voter was shown hashes, and does not know yet which leaves last");
        }
        return leaves.get()
                .objection(body)
                .flatMap(why -> LeafJudge.refuse(RefusalCode.NOT_ALLOWED, why));
    }

    /** Throws if hashes cannot take the place of leaves here. */
    void requireKnown() {
        if (leaves.isEmpty()) {
            throw new KeyServiceRefusedException(
                    RefusalCode.NOT_ALLOWED,
                    "this voter's state is of an earlier build, which cannot tell whether leaves"
                            + " that last are among those that went; replace the voter, or open a"
                            + " new epoch");
        }
    }

    /** Whether no leaf that lasts can be among the hashes that this voter was shown. */
    boolean accounted() {
        return leaves.isEmpty() || leaves.get().accounted();
    }

    /** Throws while that is not so: a voter does not vouch for a log that it may not know. */
    void requireAccounted() {
        if (!accounted()) {
            throw new KeyServiceRefusedException(
                    RefusalCode.WRONG_SIZE,
                    "no pruning leaf that this voter has seen accounts for the hashes that it was"
                            + " shown before "
                            + leaves.orElseThrow().at().unaccounted()
                            + "; it has to follow further");
        }
    }

    Optional<LastingLeaves.At> snapshot() {
        return leaves.map(LastingLeaves::at);
    }
}
