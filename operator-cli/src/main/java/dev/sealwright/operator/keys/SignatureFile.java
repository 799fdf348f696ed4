package dev.sealwright.operator.keys;

import dev.sealwright.client.json.Fields;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.key.SigningAlgorithm;
import dev.sealwright.protocol.key.SigningKey;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;

/** A signature as the service answers it, and as {@code keys sign} keeps it. */
record SignatureFile(
        String key,
        long version,
        SigningAlgorithm algorithm,
        Bytes signature,
        Bytes digest,
        Bytes leaf,
        Receipt receipt) {
    static SignatureFile of(Fields fields) {
        return new SignatureFile(
                fields.text("key"),
                fields.number("version"),
                SigningAlgorithm.of(fields.text("algorithm")),
                Bytes.fromBase64Url(fields.text("signature")),
                Bytes.fromBase64Url(fields.text("message_sha256")),
                Bytes.fromBase64Url(fields.text("leaf")),
                Receipt.parse(fields.text("receipt")));
    }

    /** That the log holds the leaf that allowed it: of this version and this message. */
    VerifiedLeaf requireLogged(ReceiptVerifier verifier) {
        VerifiedLeaf verified = verifier.verify(leaf, receipt);
        KeyBody.Sign sign = verified.expect(KeyBody.Sign.class);
        if (sign.version() != version
                || sign.algorithm() != algorithm
                || !sign.message().equals(digest)) {
            throw new VerificationException(
                    Reason.MISMATCH, "a leaf of another version or message");
        }
        return verified;
    }

    /** That the key signed the message. */
    void requireSignedBy(SigningKey publicKey, Bytes message) {
        if (publicKey.algorithm() != algorithm || !publicKey.verifies(message, signature)) {
            throw new VerificationException(
                    Reason.MISMATCH, "a signature that this key did not make of this message");
        }
    }
}
