package dev.sealwright.operator.secret;

import dev.sealwright.client.json.Fields;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;

/** Checks that what the service did with a version is in the log as it says. */
final class SecretReceipts {
    private final ReceiptVerifier verifier;

    SecretReceipts(ReceiptVerifier verifier) {
        this.verifier = verifier;
    }

    /** The index of the leaf, which is of this type and names the answer's version. */
    long check(Fields answer, Class<? extends SecretBody> type) {
        return verified(answer, type).index();
    }

    /** The same, of an answer whose value is its body. */
    long check(Bytes leaf, Receipt receipt, long version, Class<? extends SecretBody> type) {
        return verified(leaf, receipt, version, type).index();
    }

    /** The same for a blob that a leaf made the version's: it was sealed, or sealed anew. */
    void checkStanding(Fields answer, Bytes blobSha256) {
        SecretBody body = verified(answer, SecretBody.class).expect(SecretBody.class);
        boolean stands = body instanceof SecretBody.Seal || body instanceof SecretBody.Reseal;
        if (!stands || !body.standing().equals(blobSha256)) {
            throw new VerificationException(Reason.MISMATCH, "a leaf of another blob");
        }
    }

    private VerifiedLeaf verified(Fields answer, Class<? extends SecretBody> type) {
        return verified(
                Bytes.fromBase64Url(answer.text("leaf")),
                Receipt.parse(answer.text("receipt")),
                answer.number("version"),
                type);
    }

    private VerifiedLeaf verified(
            Bytes leaf, Receipt receipt, long version, Class<? extends SecretBody> type) {
        VerifiedLeaf verified = verifier.verify(leaf, receipt);
        if (verified.expect(type).version() != version) {
            throw new VerificationException(Reason.MISMATCH, "a leaf of another version");
        }
        return verified;
    }
}
