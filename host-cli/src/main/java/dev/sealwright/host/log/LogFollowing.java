package dev.sealwright.host.log;

import dev.sealwright.client.http.ProblemException;
import dev.sealwright.client.http.UnreachableException;
import dev.sealwright.host.link.ServiceLink;
import dev.sealwright.host.policy.LocalAudit;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.Divergence;
import dev.sealwright.protocol.receipt.ForkEvidence;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sees to it that every checkpoint a host is shown is of one log. One that is new has to be proven,
 * by the log's tiles, to continue the largest before it or to be part of it. A log that is proven
 * to have two histories, or that shows fewer leaves than before, ends everything between this host
 * and its service: the evidence is written down first, and told to the service.
 */
public final class LogFollowing {
    private final LogMemory memory;
    private final ServiceLink link;
    private final LocalAudit audit;

    public LogFollowing(LogMemory memory, ServiceLink link, LocalAudit audit) {
        this.memory = memory;
        this.link = link;
        this.audit = audit;
    }

    /**
     * Asks for the newest checkpoint.
     *
     * @throws ForkedLogException when it does not continue what this host knows, or one before did
     *     not
     */
    public synchronized void look() {
        refuseIfForked();
        Note shown = link.checkpoint(memory.origin());
        if (memory.verifiedWhole(shown).size() < memory.head().size()) {
            throw against(shown, Optional.empty());
        }
        see(shown);
    }

    /**
     * The same for the checkpoint of a receipt, which may be an older one. How far those of a
     * closed epoch hold, the anchors say, and a receipt is held against that.
     */
    public synchronized void see(Note shown) {
        refuseIfForked();
        Optional<Note> kept = memory.kept();
        if (!memory.isOfThisEpoch(shown)
                || kept.filter(known -> known.text().equals(shown.text())).isPresent()) {
            return;
        }
        Checkpoint before = memory.head();
        Checkpoint after = memory.verified(shown);
        Map<Tile, Bytes> tiles = new HashMap<>();
        Optional<Divergence> found =
                Divergence.between(
                        before,
                        after,
                        tile ->
                                tiles.computeIfAbsent(
                                        tile, each -> link.tile(memory.origin(), each)));
        if (found.isPresent()) {
            throw against(shown, found);
        }
        if (after.size() > before.size() || kept.isEmpty()) {
            memory.keep(shown);
        }
    }

    /**
     * Two checkpoints are evidence. What the anchors say of an epoch's beginning is no checkpoint.
     */
    private RuntimeException against(Note shown, Optional<Divergence> found) {
        return memory.kept()
                .map(kept -> (RuntimeException) accused(new ForkEvidence(kept, shown, found)))
                .orElseGet(
                        () ->
                                new VerificationException(
                                        Reason.CONSISTENCY,
                                        "a log that does not begin with what its anchors say it"
                                                + " took over"));
    }

    private void refuseIfForked() {
        Optional<ForkEvidence> found = memory.evidence();
        if (found.isPresent()) {
            tell();
            throw forked(found.get());
        }
    }

    private ForkedLogException accused(ForkEvidence found) {
        memory.accuse(found);
        ForkedLogException forked = forked(found);
        audit.record("log.forked", String.valueOf(forked.getMessage()));
        tell();
        return forked;
    }

    /** To those who read the log; what they cannot be told now they are told another time. */
    private void tell() {
        try {
            audit.deliver(link::report);
        } catch (ProblemException | UnreachableException | MalformedException _) {
            return;
        }
    }

    private ForkedLogException forked(ForkEvidence found) {
        long before = Checkpoint.parse(found.kept().text()).size();
        long after = Checkpoint.parse(found.shown().text()).size();
        String what =
                found.divergence().isPresent()
                        ? "the log of size " + after + " is not the one that had size " + before
                        : "the log shows " + after + " entries after " + before;
        return new ForkedLogException(what, memory.evidenceFile());
    }
}
