package dev.sealwright.protocol;

import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.Operator;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.anchors.VoterKind;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.crypto.MlDsa65;
import dev.sealwright.protocol.merkle.HashSource;
import dev.sealwright.protocol.merkle.InclusionProof;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteKey;
import dev.sealwright.protocol.receipt.Receipt;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A root, its CAs, a log of one member and one witness, as a service would have them; keys are
 * fresh each time.
 */
public final class World {
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    public static final String ORIGIN = "seal.example:8444/log/1";
    public static final Bytes ORG = Bytes.fromHex("0f0e0d0c0b0a09080706050403020100");

    public final KeyPair rootKey = p256();
    public final KeyPair serverCaKey = p256();
    public final KeyPair hostCaKey = p256();
    public final KeyPair memberKey = ed25519();
    public final KeyPair witnessKey = ed25519();
    public final KeyPair operatorKey = ed25519();
    public final X509Certificate root = TestCertificates.root(rootKey, "Test root");
    public final X509Certificate serverCa =
            TestCertificates.serverCa(
                    "Test server CA", serverCaKey.getPublic(), root, rootKey.getPrivate());
    public final X509Certificate hostCa =
            TestCertificates.hostCa(
                    "Test host CA", hostCaKey.getPublic(), root, rootKey.getPrivate());
    public final List<Bytes> leaves = new ArrayList<>();

    public Anchors anchors() {
        return new Anchors(
                1,
                new Validity(NOW.minusSeconds(3600), NOW.plusSeconds(365 * 86_400L)),
                ORIGIN,
                "seal.example",
                List.of("seal.example", "127.0.0.1"),
                List.of(new Voter("member-1", VoterKind.MEMBER, raw(memberKey))),
                1,
                List.of(new Operator("Ada", raw(operatorKey))),
                1,
                Certificates.encode(serverCa),
                Certificates.encode(hostCa),
                Bytes.zeros(32),
                Optional.empty());
    }

    public RootPin pin() {
        return RootPin.of(rootKey.getPublic());
    }

    public Bytes sign(Anchors anchors) {
        return AnchorsDocument.sign(
                anchors,
                root,
                message -> sign("SHA256withECDSAinP1363Format", rootKey.getPrivate(), message));
    }

    public VerifiedAnchors verifiedAnchors() {
        return AnchorsDocument.verify(sign(anchors()), pin(), NOW);
    }

    public NoteKey memberNoteKey() {
        return new Voter("member-1", VoterKind.MEMBER, raw(memberKey)).noteKey(ORIGIN);
    }

    public Checkpoint head() {
        return new Checkpoint(ORIGIN, leaves.size(), hashes(leaves).root(leaves.size()));
    }

    public Note sign(Checkpoint checkpoint) {
        Bytes signature = sign("Ed25519", memberKey.getPrivate(), Bytes.utf8(checkpoint.text()));
        return new Note(checkpoint.text(), List.of(memberNoteKey().signed(signature)));
    }

    /** Appends the leaf and gives its receipt under the head just after it. */
    public Receipt log(Bytes leaf) {
        leaves.add(leaf);
        return receipt(leaves.size() - 1);
    }

    public Receipt receipt(long index) {
        return new Receipt(
                index, InclusionProof.compute(index, leaves.size(), hashes(leaves)), sign(head()));
    }

    /** Subtree hashes straight from the leaves. */
    public static HashSource hashes(List<Bytes> leaves) {
        return (height, index) ->
                complete(
                        LongStream.range(index << height, (index + 1) << height)
                                .mapToObj(i -> TreeHash.leaf(leaves.get((int) i)))
                                .toList());
    }

    private static Bytes complete(List<Bytes> hashes) {
        int half = hashes.size() / 2;
        return half == 0
                ? hashes.getFirst()
                : TreeHash.node(
                        complete(hashes.subList(0, half)),
                        complete(hashes.subList(half, hashes.size())));
    }

    public static Bytes raw(KeyPair ed25519) {
        return Ed25519.raw(Bytes.of(ed25519.getPublic().getEncoded()));
    }

    public static KeyPair ed25519() {
        return generate("Ed25519", null);
    }

    public static KeyPair mlDsa65() {
        return generate("ML-DSA-65", null);
    }

    public static Bytes rawMlDsa65(KeyPair pair) {
        return MlDsa65.raw(Bytes.of(pair.getPublic().getEncoded()));
    }

    public static KeyPair p256() {
        return generate("EC", "secp256r1");
    }

    public static KeyPair p384() {
        return generate("EC", "secp384r1");
    }

    private static KeyPair generate(String algorithm, String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (curve != null) {
                generator.initialize(new ECGenParameterSpec(curve));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static Bytes sign(String algorithm, PrivateKey key, Bytes message) {
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(message.toArray());
            return Bytes.of(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
