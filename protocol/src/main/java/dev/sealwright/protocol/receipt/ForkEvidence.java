package dev.sealwright.protocol.receipt;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.wire.JsonFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two checkpoints that the voters of one log signed, and that no honest log has both. Its JSON form
 * has the members {@code kept} and {@code shown}, notes; for a fork also {@code root}, 32 bytes,
 * and {@code proof}, a list of such, base64url.
 *
 * @param kept what was believed before
 * @param shown what came then
 * @param divergence absent if the log only became shorter, which its finder alone has seen
 */
public record ForkEvidence(Note kept, Note shown, Optional<Divergence> divergence) {
    /** What it shows. */
    public enum Kind {
        /** There are two histories. Nobody has to believe the finder. */
        FORKED,
        /** The log showed fewer leaves than it had shown before, if its finder says the truth. */
        SHRUNK
    }

    /** Throws a VerificationException unless it shows something under these anchors. */
    public Kind verify(VerifiedAnchors anchors) {
        Checkpoint before = VerifiedCheckpoint.ofReceipt(kept, anchors).checkpoint();
        Checkpoint after = VerifiedCheckpoint.ofReceipt(shown, anchors).checkpoint();
        if (divergence.isPresent()) {
            require(divergence.get().shows(before, after));
            return Kind.FORKED;
        }
        require(after.size() < before.size());
        return Kind.SHRUNK;
    }

    private static void require(boolean shown) {
        if (!shown) {
            throw new VerificationException(
                    Reason.CONSISTENCY, "two checkpoints that one log may well have");
        }
    }

    public static ForkEvidence fromJson(Map<String, ?> json) {
        JsonFields f = JsonFields.of(json, "evidence of a fork");
        var evidence =
                new ForkEvidence(
                        Note.parse(f.text("kept")),
                        Note.parse(f.text("shown")),
                        f.has("root") ? Optional.of(divergence(f)) : Optional.empty());
        f.end();
        return evidence;
    }

    private static Divergence divergence(JsonFields f) {
        List<Bytes> proof =
                f.list("proof", String.class, Divergence.MAX_PROOF).stream()
                        .map(ForkEvidence::hash)
                        .toList();
        return new Divergence(f.exactly("root", TreeHash.SIZE), proof);
    }

    private static Bytes hash(String text) {
        if (text.length() > 2 * TreeHash.SIZE) {
            throw new MalformedException("a hash of another size");
        }
        return Bytes.fromBase64Url(text);
    }

    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kept", kept.encode());
        json.put("shown", shown.encode());
        divergence.ifPresent(
                found -> {
                    json.put("root", found.root().base64Url());
                    json.put("proof", found.proof().stream().map(Bytes::base64Url).toList());
                });
        return json;
    }
}
