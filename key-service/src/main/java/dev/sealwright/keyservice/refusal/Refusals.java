package dev.sealwright.keyservice.refusal;

import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.util.Objects;

/** How an order is refused. */
public final class Refusals {
    private Refusals() {}

    public static void require(boolean holds, RefusalCode code, String detail) {
        if (!holds) {
            throw new KeyServiceRefusedException(code, detail);
        }
    }

    /** The leaf, proven under the service's own anchors. */
    public static VerifiedLeaf verify(ReceiptVerifier receipts, ProvenLeaf proven) {
        try {
            return receipts.verify(proven.leaf(), proven.receipt());
        } catch (MalformedException e) {
            throw KeyServiceRefusedException.malformed(e);
        } catch (VerificationException e) {
            throw new KeyServiceRefusedException(
                    RefusalCode.RECEIPT, Objects.requireNonNullElse(e.getMessage(), ""));
        }
    }
}
