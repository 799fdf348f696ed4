package dev.sealwright.operator.verify;

import dev.sealwright.client.host.HostConfig;
import dev.sealwright.client.host.HostFolder;
import dev.sealwright.client.host.Renewal;
import dev.sealwright.client.json.Json;
import dev.sealwright.operator.mirror.MirrorFolder;
import dev.sealwright.operator.mirror.Mirroring;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.enrol.EnrolledHost;
import dev.sealwright.protocol.enrol.HostCertificate;
import dev.sealwright.protocol.enrol.RenewalAnswer;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.policy.AcceptedPolicy;
import dev.sealwright.protocol.policy.PolicyAcceptance;
import dev.sealwright.protocol.policy.PolicyDelivery;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything an enrolled host keeps, checked by someone who trusts neither the host nor the
 * service. The first failure in the chain of evidence ends it: what follows would rest on nothing.
 */
final class HostVerification {
    private final HostFolder folder;
    private final RootPin pin;
    private final InstantSource clock;
    private final HostReport report = new HostReport();
    private final Map<Long, Bytes> expected = new LinkedHashMap<>();
    private boolean activated;

    HostVerification(Path folder, RootPin pin, InstantSource clock) {
        this.folder = new HostFolder(folder);
        this.pin = pin;
        this.clock = clock;
    }

    HostReport run(@Nullable Path log, Mirroring.Steps progress) {
        HostConfig config = folder.config();
        try {
            var anchors =
                    step(
                            "anchors",
                            () -> AnchorsDocument.verify(folder.anchors(), pin, clock.instant()));
            report.verified("anchors", "version " + anchors.content().version());
            var verifier = new ReceiptVerifier(folder.anchorsChain(anchors));
            EnrolledHost host =
                    step("enrolment", () -> EnrolledHost.verify(config.enrolment(), verifier));
            expect(host.bootstrap());
            expect(host.leaf());
            report.verified("enrolment", host.id().text() + ", entry " + host.leaf().index());
            certificate(config, host, verifier);
            policy(host, verifier);
            inLog(log, host, progress);
        } catch (Broken e) {
            report.failed(e.what, String.valueOf(e.getMessage()));
        }
        return report;
    }

    private void certificate(HostConfig config, EnrolledHost host, ReceiptVerifier verifier) {
        HostCertificate certificate =
                config.renewal()
                        .map(renewal -> renewed(renewal, host, verifier))
                        .orElse(host.certificate());
        var now = clock.instant();
        step(
                "certificate",
                () -> {
                    if (!folder.chain().getFirst().equals(certificate.certificate())) {
                        throw new VerificationException(
                                Reason.MISMATCH, "certificate.pem is another than the evidence");
                    }
                    certificate.validity().check(now, "the certificate");
                    return certificate;
                });
        report.verified("certificate", "until " + certificate.validity().expires());
    }

    private HostCertificate renewed(Renewal renewal, EnrolledHost host, ReceiptVerifier verifier) {
        return step(
                "renewal",
                () -> {
                    HostCertificate certificate =
                            RenewalAnswer.verify(renewal.answer(), renewal.previous(), verifier);
                    if (!certificate.id().equals(host.id())) {
                        throw new VerificationException(
                                Reason.MISMATCH, "a renewal of another host");
                    }
                    VerifiedLeaf leaf =
                            verifier.verify(renewal.answer().leaf(), renewal.answer().receipt());
                    expect(leaf);
                    report.verified("renewal", "entry " + leaf.index());
                    return certificate;
                });
    }

    private void policy(EnrolledHost host, ReceiptVerifier verifier) {
        Path file = folder.file("policy/delivery.json");
        if (!Files.exists(file)) {
            report.notChecked("policy", "this host has none yet");
            return;
        }
        AcceptedPolicy policy =
                step(
                        "policy",
                        () -> {
                            var json = Json.map(EvidenceFile.json(file).node());
                            return new PolicyAcceptance(host.id().org(), host.spec(), verifier)
                                    .verify(PolicyDelivery.fromJson(json));
                        });
        expect(policy.leaf());
        var compiled = policy.policy();
        report.verified(
                "policy",
                "version " + compiled.version() + " until " + compiled.validity().expires());
    }

    private void inLog(@Nullable Path log, EnrolledHost host, Mirroring.Steps progress) {
        if (log == null) {
            report.notChecked("log", "no mirror was given; add --log DIR");
            return;
        }
        var mirror = new MirrorFolder(log);
        var outcome =
                step(
                        "log",
                        () -> {
                            var anchors =
                                    AnchorsDocument.verify(mirror.anchors(), pin, clock.instant());
                            return new LogVerification(mirror, anchors)
                                    .run(
                                            (index, entry, leaf) -> meet(index, entry, leaf, host),
                                            progress);
                        });
        if (!outcome.findings().isEmpty()) {
            report.failed("log", outcome.findings().size() + " findings: see verify log");
        } else if (!expected.isEmpty()) {
            report.failed("log", "it lacks the entries " + expected.keySet());
        } else {
            report.verified("log", "holds every leaf of this host's evidence");
        }
        if (activated) {
            report.verified("activation", "the host was used with a certificate of its own");
        } else {
            report.notChecked("activation", "no heartbeat of this host is in that log");
        }
    }

    private void expect(VerifiedLeaf leaf) {
        expected.put(leaf.index(), leaf.bytes());
    }

    private void meet(long index, Bytes entry, Leaf leaf, EnrolledHost host) {
        activated |=
                leaf.body() instanceof LeafBody.Activation activation
                        && activation.sandbox().equals(host.id().sandbox());
        expected.remove(index, entry);
    }

    private static <T> T step(String what, Supplier<T> check) {
        try {
            return check.get();
        } catch (VerificationException e) {
            throw new Broken(what, e);
        }
    }

    /** The chain of evidence breaks here. */
    private static final class Broken extends RuntimeException {
        private final String what;

        private Broken(String what, VerificationException cause) {
            super(cause.getMessage(), cause);
            this.what = what;
        }
    }
}
