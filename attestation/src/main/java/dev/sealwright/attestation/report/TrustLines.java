package dev.sealwright.attestation.report;

import static dev.sealwright.attestation.report.Line.Status.ASSERTED;
import static dev.sealwright.attestation.report.Line.Status.FAILED;
import static dev.sealwright.attestation.report.Line.Status.NOT_CHECKED;
import static dev.sealwright.attestation.report.Line.Status.PROVEN;

import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.anchors.ClosedEpoch;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.enrol.CertificateCheck;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Document, log, anchors, time and certificates. */
final class TrustLines {
    private final AuthenticReport report;
    private final Demands demands;
    private final Instant now;
    private final Anchors anchors;

    TrustLines(AuthenticReport report, Demands demands, Instant now) {
        this.report = report;
        this.demands = demands;
        this.now = now;
        this.anchors = report.anchors().content();
    }

    List<Line> lines() {
        return Stream.of(
                        Stream.of(document(), checkpoint(), anchors()),
                        postQuantum().stream(),
                        anchors.closed().stream().map(TrustLines::epoch),
                        rest().stream())
                .flatMap(Function.identity())
                .toList();
    }

    private static Line epoch(ClosedEpoch epoch) {
        return new Line(
                Topic.EPOCHS,
                PROVEN,
                epoch.origin()
                        + " was closed at "
                        + epoch.size()
                        + " entries, of which "
                        + epoch.restoredSize()
                        + " go on"
                        + (epoch.lost() > 0
                                ? "; entries "
                                        + epoch.restoredSize()
                                        + " to "
                                        + (epoch.size() - 1)
                                        + " are lost to the service"
                                : ""));
    }

    private List<Line> rest() {
        return List.of(
                freshness(),
                new Line(
                        Topic.TIME,
                        ASSERTED,
                        "the key service admits a leaf only within 60 s of its own clock"),
                new Line(
                        Topic.ISSUING_CAS,
                        PROVEN,
                        "both are signed by the root, make no further CAs, and certify servers"
                                + " and hosts each alone"),
                serverCertificate(),
                operators());
    }

    private Line document() {
        VerifiedLeaf leaf = report.leaf();
        return new Line(
                Topic.DOCUMENT,
                PROVEN,
                "entry " + leaf.index() + " of " + leaf.origin() + " holds its SHA-256");
    }

    private Line checkpoint() {
        int voters = anchors.voters().size();
        return new Line(
                Topic.CHECKPOINT,
                PROVEN,
                report.checkpoint().voters()
                        + " of "
                        + voters
                        + " voters signed the tree of "
                        + report.leaf().treeSize()
                        + " leaves, "
                        + anchors.quorum()
                        + (anchors.quorum() == 1 ? " has to" : " have to")
                        + (voters == 1 ? "; one voter alone could sign two histories" : ""));
    }

    /** Of a log whose anchors name such keys. */
    private Optional<Line> postQuantum() {
        if (!anchors.namesPostQuantumKeys()) {
            return Optional.empty();
        }
        VerifiedCheckpoint checkpoint = report.checkpoint();
        if (!checkpoint.isWhole()) {
            return Optional.of(
                    new Line(
                            Topic.POST_QUANTUM,
                            FAILED,
                            "the anchors name such keys, and the checkpoint lacks their"
                                    + " signatures"));
        }
        String by = "signed by ML-DSA-65 of " + String.join(", ", checkpoint.postQuantum());
        return Optional.of(
                anchors.withstandsForgedEd25519()
                        ? new Line(
                                Topic.POST_QUANTUM,
                                PROVEN,
                                by + "; forging Ed25519 makes no second history")
                        : new Line(
                                Topic.POST_QUANTUM,
                                ASSERTED,
                                by
                                        + "; so many voters have no such key that whoever forges"
                                        + " Ed25519 can make a second history"));
    }

    private Line anchors() {
        Instant end = anchors.validity().expires();
        return new Line(
                Topic.ANCHORS,
                PROVEN,
                "version "
                        + anchors.version()
                        + ", good when the report was made, until "
                        + end
                        + (now.isAfter(end) ? ": expired since" : ""));
    }

    private Line freshness() {
        Instant made = report.leaf().leaf().time();
        Duration age = Duration.between(made, now);
        if (age.compareTo(Validity.SKEW.negated()) < 0) {
            return new Line(Topic.FRESHNESS, FAILED, "it is from the future by this clock");
        }
        if (demands.maxAge().filter(max -> age.compareTo(max) > 0).isPresent()) {
            return new Line(Topic.FRESHNESS, FAILED, "it is " + age.toSeconds() + " s old");
        }
        if (demands.nonce().isPresent()) {
            boolean same = demands.nonce().equals(report.statement().nonce());
            return same
                    ? new Line(
                            Topic.FRESHNESS,
                            PROVEN,
                            "it answers the nonce, so it was made after it")
                    : new Line(Topic.FRESHNESS, FAILED, "it does not answer the nonce asked for");
        }
        return demands.maxAge().isPresent()
                ? new Line(Topic.FRESHNESS, ASSERTED, "by its own time it is young enough")
                : new Line(Topic.FRESHNESS, NOT_CHECKED, "neither nonce nor age was asked for");
    }

    private Line serverCertificate() {
        VerifiedLeaf leaf = report.leaf(report.statement().server().leaf());
        try {
            List<X509Certificate> chain =
                    report.statement().server().chain().stream().map(Certificates::parse).toList();
            CertificateCheck.server(leaf, chain, report.anchors());
            Validity validity = leaf.expect(LeafBody.Server.class).validity();
            validity.check(report.statement().time(), "the certificate");
            return new Line(
                    Topic.SERVER_CERTIFICATE,
                    PROVEN,
                    "it follows from entry " + leaf.index() + ", until " + validity.expires());
        } catch (VerificationException | MalformedException e) {
            return new Line(Topic.SERVER_CERTIFICATE, FAILED, String.valueOf(e.getMessage()));
        }
    }

    private Line operators() {
        int required = anchors.operatorsRequired();
        return new Line(
                Topic.OPERATORS,
                PROVEN,
                required
                        + " of "
                        + anchors.operators().size()
                        + " operators have to sign a change"
                        + (required == 1 ? ": no dual control" : ""));
    }
}
