package dev.sealwright.controlplane.ceremony;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.LeafRef;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.ceremony.HeldCeremony;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.TranscriptBody;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Takes ceremonies into the log; the key service counts the operators' signatures once more. */
@Singleton
final class Ceremonies {
    private final Storage storage;
    private final Log log;
    private final VerifiedAnchors anchors;
    private final InstantSource clock;
    private final Ids ids;

    Ceremonies(Storage storage, Log log, VerifiedAnchors anchors, InstantSource clock, Ids ids) {
        this.storage = storage;
        this.log = log;
        this.anchors = anchors;
        this.clock = clock;
        this.ids = ids;
    }

    /** A ceremony in the log. */
    record Taken(StoredCeremony ceremony, LeafOutcome.Released released) {}

    /**
     * Takes it in, or says that it is there.
     *
     * @param by who submits it
     */
    Taken take(CeremonyBody body, String by) {
        HeldCeremony held = body.parsed();
        TranscriptBody leaf = verified(held);
        Optional<StoredCeremony> before =
                storage.read(connection -> StoredCeremony.of(connection, leaf.transcript()));
        if (before.isPresent()) {
            return new Taken(before.get(), log.awaitById(before.get().id()));
        }
        StoredCeremony ceremony = stored(body, leaf, by);
        LeafRef ref = storage.write(connection -> propose(ceremony, leaf));
        return new Taken(ceremony, log.await(ref));
    }

    private TranscriptBody verified(HeldCeremony held) {
        try {
            held.verify(anchors.content());
            return held.leaf();
        } catch (VerificationException e) {
            throw ProblemException.invalid("", String.valueOf(e.getMessage()));
        }
    }

    private StoredCeremony stored(CeremonyBody body, TranscriptBody leaf, String by) {
        return new StoredCeremony(
                ids.next(),
                leaf.transcript(),
                Bytes.utf8(body.script()),
                Bytes.utf8(body.scriptSignatures()),
                Bytes.utf8(body.transcript()),
                Bytes.utf8(body.transcriptSignatures()),
                by,
                Seconds.truncate(clock.instant()));
    }

    private LeafRef propose(StoredCeremony ceremony, TranscriptBody leaf) {
        LeafRef ref = log.propose(ceremony.id(), Leaf.NO_ORG, leaf);
        storage.join(
                connection -> {
                    ceremony.insert(connection);
                    return ceremony;
                });
        return ref;
    }

    List<StoredCeremony> page(Optional<UUID> after, int limit) {
        return storage.read(connection -> StoredCeremony.page(connection, after, limit));
    }

    /** One with its leaf and a receipt; empty if there is none, or the log is behind. */
    Optional<CeremonyAnswer> find(UUID id) {
        return storage.read(connection -> StoredCeremony.find(connection, id))
                .filter(_ -> log.outcome(id) instanceof LeafOutcome.Released)
                .map(stored -> CeremonyAnswer.of(stored, log.awaitById(id)));
    }
}
