package dev.sealwright.operator.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import java.util.List;
import java.util.Optional;

/**
 * What the post-quantum signatures of a verified checkpoint show.
 *
 * @param voters whose signatures it carries
 * @param proven whether nobody who can forge Ed25519, and nothing else, can have a second history
 *     signed
 */
public record PostQuantum(List<String> voters, boolean proven) {
    public PostQuantum {
        voters = List.copyOf(voters);
    }

    /**
     * Of the checkpoint of a receipt, which goes without unless it was asked for.
     *
     * @return empty also if it lacks one
     */
    static Optional<PostQuantum> ofReceipt(VerifiedCheckpoint checkpoint) {
        return checkpoint.isWhole() ? of(checkpoint) : Optional.empty();
    }

    /** Empty for a log whose anchors name no such key. */
    public static Optional<PostQuantum> of(VerifiedCheckpoint checkpoint) {
        Anchors anchors = checkpoint.anchors().content();
        return anchors.namesPostQuantumKeys()
                ? Optional.of(
                        new PostQuantum(
                                checkpoint.postQuantum(), anchors.withstandsForgedEd25519()))
                : Optional.empty();
    }

    /** A line for people. */
    public String text() {
        String by =
                voters.isEmpty()
                        ? "signed by no voter that has such a key"
                        : "signed by ML-DSA-65 of " + String.join(", ", voters);
        return proven
                ? "post-quantum: proven: " + by + "; forging Ed25519 makes no second history"
                : "post-quantum: not proven: "
                        + by
                        + "; so many voters have no such key that whoever forges Ed25519 can make a"
                        + " second history";
    }

    /** Adds it to what is told to programs. */
    void into(ObjectNode json) {
        ObjectNode object = json.putObject("post_quantum").put("proven", proven);
        voters.forEach(object.putArray("voters")::add);
    }
}
