package dev.sealwright.controlplane.log;

import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.receipt.Receipt;

/** What became of a proposed leaf. */
public sealed interface LeafOutcome {
    /** It stands in the log under a signed checkpoint; what depended on it is in effect. */
    record Released(long index, Bytes leaf, Receipt receipt) implements LeafOutcome {
        /**
         * The leaf as it is encoded.
         *
         * @throws LeafGoneException if retention took its bytes; the receipt holds all the same
         */
        @Override
        public Bytes leaf() {
            if (leaf.isEmpty()) {
                throw new LeafGoneException(index);
            }
            return leaf;
        }

        int size() {
            return leaf.size();
        }
    }

    /** The key service refused it; what depended on it never takes effect. */
    record Refused(RefusalCode code, String detail) implements LeafOutcome {}

    /** Neither yet. */
    record Waiting() implements LeafOutcome {}

    /** There is no such leaf. */
    record Unknown() implements LeafOutcome {}
}
