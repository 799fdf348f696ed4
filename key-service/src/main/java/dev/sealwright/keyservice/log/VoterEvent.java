package dev.sealwright.keyservice.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.history.LastingLeaves;
import dev.sealwright.protocol.merkle.Frontier;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One change of a voter's state, as its journal keeps it. */
sealed interface VoterEvent {

    /** Leaves were admitted, at this time of the voter's clock. */
    record Admitted(Instant time, List<AdmittedLeaf> leaves) implements VoterEvent {
        public Admitted {
            leaves = List.copyOf(leaves);
            if (leaves.stream().anyMatch(leaf -> leaf.role() == LeafRole.GONE)) {
                throw new MalformedException("a leaf that went before it was admitted");
            }
        }
    }

    /** Admitted leaves, given by their hashes, were appended at this size. */
    record Appended(long size, List<Bytes> hashes) implements VoterEvent {
        public Appended {
            hashes = List.copyOf(hashes);
        }
    }

    /**
     * Leaves that a quorum signed without this voter were taken at this size.
     *
     * @param time of the last of them that is there whole; else the epoch of 1970
     * @param leaves with the approval that each would have needed
     */
    record Followed(long size, Instant time, List<AdmittedLeaf> leaves) implements VoterEvent {
        public Followed {
            leaves = List.copyOf(leaves);
        }
    }

    /** The root signed this anchors document of the epoch; it may follow once its leaf says so. */
    record Offered(Trust.Offer offer) implements VoterEvent {}

    /** A quorum of the voters before signed the leaf that put the present anchors in force. */
    record Confirmed() implements VoterEvent {}

    /** The voter never signs again with its key. */
    record Retired(String reason) implements VoterEvent {}

    /**
     * Everything there is to know; the first event of each journal file.
     *
     * @param lasting where the chain of lasting leaves stands; unknown where an earlier build,
     *     which did not keep it, appended leaves
     */
    record Snapshot(
            Frontier previous,
            Frontier current,
            List<Admitted> admitted,
            Optional<String> retired,
            Authorities.Snapshot authorities,
            List<ClientKey> keys,
            List<OrgKey> orgKeys,
            Trust.Snapshot trust,
            Optional<LastingLeaves.At> lasting)
            implements VoterEvent {
        public Snapshot {
            admitted = List.copyOf(admitted);
            keys = List.copyOf(keys);
            orgKeys = List.copyOf(orgKeys);
            if (lasting.filter(at -> !isAt(current, at)).isPresent()) {
                throw new MalformedException("a chain of lasting leaves that stands elsewhere");
            }
        }

        private static boolean isAt(Frontier head, LastingLeaves.At at) {
            return at.size() == head.size()
                    && at.unaccounted() >= 0
                    && at.unaccounted() <= at.size()
                    && (at.size() > 0 || at.equals(LastingLeaves.At.BEGINNING));
        }

        /** Of a voter that was told no anchors yet. */
        Snapshot(
                Frontier previous,
                Frontier current,
                List<Admitted> admitted,
                Optional<String> retired,
                Authorities.Snapshot authorities,
                List<ClientKey> keys,
                List<OrgKey> orgKeys,
                Optional<LastingLeaves.At> lasting) {
            this(
                    previous,
                    current,
                    admitted,
                    retired,
                    authorities,
                    keys,
                    orgKeys,
                    Trust.Snapshot.EMPTY,
                    lasting);
        }

        static Snapshot genesis() {
            return new Snapshot(
                    Frontier.EMPTY,
                    Frontier.EMPTY,
                    List.of(),
                    Optional.empty(),
                    Authorities.Snapshot.EMPTY,
                    List.of(),
                    List.of(),
                    Optional.of(LastingLeaves.At.BEGINNING));
        }
    }
}
