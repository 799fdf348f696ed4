package dev.sealwright.keyservice.secret;

import static dev.sealwright.keyservice.refusal.Refusals.require;

import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.UnsealOrder;
import dev.sealwright.keyservice.refusal.Refusals;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import dev.sealwright.protocol.secret.SealedBlob;
import dev.sealwright.protocol.secret.SecretVersion;
import java.time.Duration;
import java.time.Instant;

/** Whether the leaves of an order allow a blob to be opened now. */
final class UnsealRule {
    /** How far before its time an unseal leaf is good. */
    static final Duration BEFORE = Duration.ofMinutes(1);

    /** How long after its time an unseal leaf is good. */
    static final Duration AFTER = Duration.ofMinutes(5);

    private final ReceiptVerifier receipts;

    UnsealRule(ReceiptVerifier receipts) {
        this.receipts = receipts;
    }

    /**
     * An order whose leaves hold.
     *
     * @param unseal the leaf that allows it
     * @param request digest that tells it from every other order
     * @param end when the unseal leaf's time is over
     */
    record Allowed(
            SecretVersion version,
            SealedBlob sealed,
            VerifiedLeaf unseal,
            Bytes request,
            Instant end) {}

    Allowed check(UnsealOrder order, Instant now) {
        VerifiedLeaf seal = Refusals.verify(receipts, order.seal());
        VerifiedLeaf unseal = Refusals.verify(receipts, order.unseal());
        SecretBody sealed = standing(seal);
        if (!(unseal.leaf().body() instanceof SecretBody.Unseal opened)) {
            throw new KeyServiceRefusedException(
                    RefusalCode.WRONG_TYPE, "a secret is opened by a seal and an unseal leaf");
        }
        requireSame(seal, sealed, unseal, opened);
        Instant time = unseal.leaf().time();
        Instant end = time.plus(AFTER);
        require(
                !now.isBefore(time.minus(BEFORE)) && !now.isAfter(end),
                RefusalCode.WINDOW,
                "the unseal leaf is good from 60 s before to 300 s after its time");
        require(
                Sha256.of(order.blob()).equals(opened.blob()),
                RefusalCode.DIGEST,
                "not the blob that the leaves name");
        return new Allowed(
                new SecretVersion(unseal.leaf().org(), opened.secret(), opened.version()),
                decoded(order.blob()),
                unseal,
                Sha256.of(seal.hash(), unseal.hash(), opened.blob()),
                end);
    }

    /** What a leaf says that makes a blob a version's: it was sealed, or sealed anew. */
    static SecretBody standing(VerifiedLeaf leaf) {
        return switch (leaf.leaf().body()) {
            case SecretBody.Seal seal -> seal;
            case SecretBody.Reseal reseal -> reseal;
            default ->
                    throw new KeyServiceRefusedException(
                            RefusalCode.WRONG_TYPE, "a version is there by a seal or reseal leaf");
        };
    }

    private static void requireSame(
            VerifiedLeaf seal, SecretBody sealed, VerifiedLeaf unseal, SecretBody.Unseal opened) {
        require(
                seal.leaf().org().equals(unseal.leaf().org()),
                RefusalCode.FOREIGN_ORG,
                "the seal leaf belongs to another org");
        require(
                sealed.secret().equals(opened.secret())
                        && sealed.version() == opened.version()
                        && sealed.standing().equals(opened.blob()),
                RefusalCode.MISMATCH,
                "the leaves name different secrets, versions or blobs");
        require(
                seal.index() < unseal.index(),
                RefusalCode.MISMATCH,
                "the seal leaf stands after the unseal leaf");
    }

    static SealedBlob decoded(Bytes blob) {
        try {
            return SealedBlob.decode(blob);
        } catch (MalformedException e) {
            throw KeyServiceRefusedException.malformed(e);
        }
    }
}
