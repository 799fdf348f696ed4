package dev.sealwright.host.link;

import dev.sealwright.client.host.HostFolder;
import dev.sealwright.client.host.KnownHost;
import dev.sealwright.client.http.ProblemException;
import dev.sealwright.client.http.UnreachableException;
import dev.sealwright.host.policy.LocalAudit;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.ClosedEpoch;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.epoch.AnchorsSuccession;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** From the anchors that this host has to those that the service has. */
final class Succession {
    private static final int MAX_STEPS = 64;

    private final HostFolder folder;
    private final KnownHost known;
    private final ServiceLink link;
    private final LocalAudit audit;

    Succession(HostFolder folder, KnownHost known, ServiceLink link, LocalAudit audit) {
        this.folder = folder;
        this.known = known;
        this.link = link;
        this.audit = audit;
    }

    boolean run(Instant now) {
        try {
            Bytes offered = link.anchors();
            VerifiedAnchors current = known.verifier().anchors();
            return !offered.equals(current.document())
                    && take(AnchorsDocument.verifySuccessor(offered, current, now), current);
        } catch (UnreachableException | ProblemException _) {
            return false;
        } catch (VerificationException | MalformedException e) {
            audit.record("anchors.refused", String.valueOf(e.getMessage()));
            return false;
        }
    }

    private boolean take(VerifiedAnchors next, VerifiedAnchors current) {
        if (!next.pin().equals(known.config().root())) {
            throw new VerificationException(
                    Reason.ROOT_PIN, "anchors of another root than this host was enrolled under");
        }
        var past = past(next, current);
        var successions = successions(next, current);
        AnchorsChain chain =
                AnchorsSuccession.extend(
                        AnchorsChain.ofNamed(next, past.values()), successions.values());
        requireLogged(chain, current);
        folder.writeAnchors(next, past, successions);
        known.verifier().follow(chain);
        audit.record(
                "anchors.taken", "version " + next.content().version() + ", log " + next.origin());
        return true;
    }

    /** Within an epoch the log itself says so, signed by the voters that this host knows. */
    private static void requireLogged(AnchorsChain chain, VerifiedAnchors current) {
        boolean sameEpoch = chain.current().origin().equals(current.origin());
        if (sameEpoch && chain.versionOf(current.document()).isEmpty()) {
            throw new VerificationException(
                    Reason.MISMATCH, "anchors that the log does not put in the place of others");
        }
    }

    /** By the version of the newer document: those that came between, the last included. */
    private Map<Long, AnchorsSuccession> successions(
            VerifiedAnchors next, VerifiedAnchors current) {
        Map<Long, AnchorsSuccession> successions = new TreeMap<>();
        long from = Math.max(current.content().version() + 1, next.content().version() - MAX_STEPS);
        for (long version = from; version <= next.content().version(); version++) {
            long each = version;
            find(() -> link.succession(each)).ifPresent(found -> successions.put(each, found));
        }
        return successions;
    }

    /** By version: what this host had, and what came between. */
    private Map<Long, Bytes> past(VerifiedAnchors next, VerifiedAnchors current) {
        Set<Bytes> named =
                next.content().closed().stream()
                        .map(ClosedEpoch::anchors)
                        .collect(Collectors.toSet());
        Map<Long, Bytes> past = new TreeMap<>();
        past.put(current.content().version(), current.document());
        long from = Math.max(current.content().version() + 1, next.content().version() - MAX_STEPS);
        for (long version = from; version < next.content().version(); version++) {
            long each = version;
            find(() -> link.anchors(each)).ifPresent(found -> past.put(each, found));
        }
        past.values().removeIf(document -> !named.contains(Sha256.of(document)));
        return past;
    }

    /** Empty for what the service does not have. */
    private static <T> Optional<T> find(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (ProblemException e) {
            if (e.isTemporary()) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
