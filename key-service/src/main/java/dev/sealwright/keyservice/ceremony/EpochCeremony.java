package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.anchors.ClosedEpoch;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.epoch.EpochOpening;
import dev.sealwright.protocol.leaf.EpochBody;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Has the root sign the anchors of the next epoch, and the operator on its token approve them. */
final class EpochCeremony {
    private final KeyBackend token;
    private final SecureRandom random;
    private final Progress progress;

    EpochCeremony(KeyBackend token, SecureRandom random, Progress progress) {
        this.token = token;
        this.random = random;
        this.progress = progress;
    }

    /**
     * What the root is to sign.
     *
     * @param past documents of the epochs closed before
     * @param heads closings, or the largest checkpoint at hand
     * @param restored checkpoint of what the restored database holds
     * @param keys of a new service token; empty while the old one is there
     */
    record Order(
            VerifiedAnchors current,
            List<Bytes> past,
            List<Note> heads,
            Note restored,
            String epoch,
            Optional<ServiceKeysStatement> keys,
            Duration life) {}

    /** The documents of the next epoch. */
    record Outcome(VerifiedAnchors anchors, EpochOpening opening) {}

    Outcome hold(Order order, Instant now) {
        VerifiedAnchors current = order.current();
        RootToken root = RootToken.of(token, current);
        Anchors next = next(order, root.key(), now);
        VerifiedAnchors signed = root.sign(next, now, progress);
        List<Bytes> past = new ArrayList<>(order.past());
        past.add(current.document());
        EpochOpening opening = new EpochOpening(past, order.heads(), order.restored(), List.of());
        EpochBody draft = opening.draft(signed);
        progress.step("epoch", describe(draft));
        return new Outcome(signed, opening.approvedBy(root.approvals(draft.message(), progress)));
    }

    private Anchors next(Order order, KeyHandle root, Instant now) {
        Anchors old = order.current().content();
        Renewed renewed =
                order.keys()
                        .map(keys -> renewed(keys, old, root, now))
                        .orElseGet(() -> new Renewed(old.voters(), old.serverCa(), old.hostCa()));
        List<ClosedEpoch> closed = new ArrayList<>(old.closed());
        closed.add(closed(order));
        return new Anchors(
                old.version() + 1,
                Validity.starting(now, order.life()),
                old.origin().substring(0, old.origin().lastIndexOf('/') + 1) + order.epoch(),
                old.trustDomain(),
                old.serverNames(),
                renewed.voters(),
                old.quorum(),
                old.operators(),
                old.operatorsRequired(),
                renewed.serverCa(),
                renewed.hostCa(),
                old.recoveryKey(),
                old.nextRoot(),
                closed,
                old.furtherCas(),
                Optional.empty());
    }

    /** What a new service token changes. */
    private record Renewed(List<Voter> voters, Bytes serverCa, Bytes hostCa) {}

    private Renewed renewed(ServiceKeysStatement keys, Anchors old, KeyHandle root, Instant now) {
        keys.verify();
        if (old.voters().size() > 1) {
            throw new CeremonyRefusedException(
                    "These anchors have several voters: replace the one that is lost; a new epoch"
                            + " is for a log that lost them all.");
        }
        RootCertificates certificates =
                new RootCertificates(token, root, old.trustDomain(), now, random);
        progress.step("certificates-signed", "signed the certificates of new issuing CAs");
        return new Renewed(
                List.of(keys.vote().voter(old.voters().getFirst().name())),
                Certificates.encode(RootCeremony.issuing(certificates, keys.serverCa(), true)),
                Certificates.encode(RootCeremony.issuing(certificates, keys.hostCa(), false)));
    }

    private static ClosedEpoch closed(Order order) {
        Checkpoint end = Heads.largest(order.heads());
        Checkpoint restored = Checkpoint.parse(order.restored().text());
        return new ClosedEpoch(
                order.current().origin(),
                order.current().digest(),
                end.size(),
                end.root(),
                restored.size(),
                restored.root());
    }

    static String describe(EpochBody body) {
        String end =
                body.closedBy() == EpochBody.ClosedBy.VOTERS
                        ? "closed by its voters at size "
                        : "whose voters are lost, ended at size (or beyond) ";
        String lost =
                body.restoredSize() < body.closedSize()
                        ? "entries "
                                + body.restoredSize()
                                + " to "
                                + (body.closedSize() - 1)
                                + " are lost"
                        : "no entry below that is lost";
        return body.from()
                + ", "
                + end
                + body.closedSize()
                + ", continues as "
                + body.origin()
                + "; "
                + lost;
    }
}
