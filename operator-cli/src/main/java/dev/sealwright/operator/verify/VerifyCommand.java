package dev.sealwright.operator.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.host.PolicyJson;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.tls.Pem;
import dev.sealwright.operator.mirror.MirrorFolder;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.enrol.CertificateCheck;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.policy.PolicyAcceptance;
import dev.sealwright.protocol.policy.PolicyDelivery;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code verify …}: offline, from files and the pinned root alone. */
@Command(
        name = "verify",
        synopsisSubcommandLabel = "COMMAND",
        description = "Verify evidence offline. Nothing is asked of the service.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright verify log ./mirror --root-fingerprint 3f…9c",
            "  sealwright verify host ~/.sealwright-host/web1 --log ./mirror",
            "  sealwright verify receipt evidence.json --anchors mirror/anchors.cose"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:verified", "1:not verified", "2:malformed", "3:wrong command line"})
public final class VerifyCommand {
    private static final int MAX_PEM = 64 * 1024;
    private static final String VERIFYING = "verifying the log";

    private final Surroundings surroundings;

    public VerifyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "log",
            description = {
                "Verify a mirrored log: anchors under the pinned root, checkpoint under the"
                        + " anchors, root over all entries, every leaf, and the rules between them.",
                "Entries that the service let go count by their hashes, if pruning leaves of the"
                        + " log account for them."
            },
            footerHeading = "%nExample:%n",
            footer = {
                "  sealwright verify log ./mirror --root-fingerprint 3f…9c",
                "  sealwright verify log ./mirror --witness KEY1 --witness KEY2 --witness-quorum 1"
            })
    int log(
            @Mixin Trust trust,
            @Mixin WitnessOptions witnesses,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "DIR", description = "What log mirror wrote.") Path folder) {
        var mirror = new MirrorFolder(folder);
        var anchors = trust.verifier(mirror.anchors(), surroundings).anchors();
        var outcome = outcome(mirror, anchors, output);
        return new LogReport(outcome, witnesses.check(mirror.checkpoint())).print(output);
    }

    @Command(
            name = "host",
            description = {
                "Verify an enrolled host's folder: bootstrap, enrolment, certificate, renewal and"
                        + " policy; with --log also that all of it stands in that log."
            },
            footerHeading = "%nExample:%n",
            footer = "  sealwright verify host ~/.sealwright-host/web1 --log ./mirror")
    int host(
            @Mixin Trust trust,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "DIR", description = "The host's folder.") Path folder,
            @Option(
                            names = "--log",
                            paramLabel = "DIR",
                            description = "A mirror of the log, verified first.")
                    @Nullable Path log) {
        var verification =
                new HostVerification(folder, trust.pin(surroundings), surroundings.clock());
        return report(verification, log, output).print(output);
    }

    private HostReport report(
            HostVerification verification, @Nullable Path log, OutputOptions output) {
        try (var progress = output.progress(VERIFYING, surroundings)) {
            return verification.run(log, progress::at);
        }
    }

    private LogVerification.Outcome outcome(
            MirrorFolder mirror, VerifiedAnchors anchors, OutputOptions output) {
        try (var progress = output.progress(VERIFYING, surroundings)) {
            return new LogVerification(mirror, anchors).run((_, _, _) -> {}, progress::at);
        }
    }

    @Command(
            name = "receipt",
            description = {
                "Verify that a leaf stands in the log.",
                "FILE is JSON with the members leaf (base64url) and receipt (tlog-proof text)."
            },
            footerHeading = "%nExample:%n",
            footer = "  sealwright verify receipt entry-12.json --anchors mirror/anchors.cose")
    void receipt(
            @Mixin AnchoredTrust trust,
            @Mixin WitnessOptions witnesses,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "FILE", description = "What is verified.") Path file) {
        var evidence = EvidenceFile.json(file);
        Receipt receipt = Receipt.parse(evidence.text("receipt"));
        ReceiptVerifier verifier = trust.verifier(surroundings);
        VerifiedLeaf leaf = verifier.verify(evidence.binary("leaf"), receipt);
        var postQuantum = PostQuantum.ofReceipt(verifier.signed(receipt.checkpoint()));
        List<WitnessOptions.Cosigner> cosigners = witnesses.check(receipt.checkpoint());
        ObjectNode json = describe(leaf);
        postQuantum.ifPresent(signatures -> signatures.into(json));
        WitnessOptions.describe(json, cosigners);
        output.result(
                json,
                "verified: a leaf "
                        + leaf.leaf().type()
                        + " of "
                        + leaf.leaf().time()
                        + ", entry "
                        + leaf.index()
                        + " of "
                        + leaf.origin()
                        + postQuantum.map(each -> "\n" + each.text()).orElse("")
                        + WitnessOptions.text(cosigners));
    }

    @Command(
            name = "policy",
            description = {
                "Verify a policy as it was delivered to a host.",
                "FILE is policy/delivery.json of a host's folder."
            },
            footerHeading = "%nExample:%n",
            footer = "  sealwright verify policy policy/delivery.json --anchors anchors.cose")
    void policy(
            @Mixin AnchoredTrust trust,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "FILE", description = "What is verified.") Path file) {
        ReceiptVerifier verifier = trust.verifier(surroundings);
        var delivery = PolicyDelivery.fromJson(Json.map(EvidenceFile.json(file).node()));
        VerifiedLeaf leaf = verifier.verify(delivery.leaf(), delivery.receipt());
        Bytes spec = leaf.expect(LeafBody.Policy.class).spec();
        var policy =
                new PolicyAcceptance(leaf.leaf().org(), spec, verifier).verify(delivery).policy();
        output.result(
                PolicyJson.of(policy),
                "verified: policy version "
                        + policy.version()
                        + ", from "
                        + policy.validity().notBefore()
                        + " until "
                        + policy.validity().expires());
    }

    @Command(
            name = "certificate",
            description = {
                "Verify that a certificate follows from its leaf.",
                "CHAIN is PEM, leaf to root; LEAF is JSON with leaf and receipt."
            },
            footerHeading = "%nExample:%n",
            footer = "  sealwright verify certificate chain.pem leaf.json --anchors anchors.cose")
    void certificate(
            @Mixin AnchoredTrust trust,
            @Mixin OutputOptions output,
            @Parameters(index = "0", paramLabel = "CHAIN", description = "The certificates.")
                    Path chainFile,
            @Parameters(index = "1", paramLabel = "LEAF", description = "What they follow from.")
                    Path leafFile) {
        ReceiptVerifier verifier = trust.verifier(surroundings);
        VerifiedLeaf leaf = leaf(verifier, leafFile);
        byte[] pem = EvidenceFile.bytes(chainFile, MAX_PEM).toArray();
        List<X509Certificate> chain = Pem.certificates(new String(pem, StandardCharsets.US_ASCII));
        if (leaf.leaf().body() instanceof LeafBody.Server) {
            CertificateCheck.server(leaf, chain, verifier.anchors());
        } else {
            CertificateCheck.host(leaf, chain, verifier.anchors());
        }
        output.result(
                describe(leaf),
                "verified: the certificate follows from entry " + leaf.index() + " of the log");
    }

    private static VerifiedLeaf leaf(ReceiptVerifier verifier, Path file) {
        var json = EvidenceFile.json(file);
        return verifier.verify(json.binary("leaf"), Receipt.parse(json.text("receipt")));
    }

    private static ObjectNode describe(VerifiedLeaf leaf) {
        return Json.object()
                .put("verified", true)
                .put("type", leaf.leaf().type())
                .put("time", leaf.leaf().time().toString())
                .put("org", leaf.leaf().org().hex())
                .put("index", leaf.index())
                .put("tree_size", leaf.treeSize())
                .put("origin", leaf.origin());
    }
}
