package dev.sealwright.protocol.token;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.leaf.TokenBody;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.time.Instant;
import java.util.List;

/**
 * A token that the log holds, with blocks that its holders signed. That it is good for anything now
 * is another question. Obtained from {@link TokenVerifier#authenticate} only.
 */
public final class AuthenticToken implements Authentication {
    private final VerifiedLeaf leaf;
    private final TokenBody.CapabilityToken body;
    private final Claims claims;
    private final List<Layer> layers;

    AuthenticToken(
            VerifiedLeaf leaf, TokenBody.CapabilityToken body, Claims claims, List<Layer> layers) {
        this.leaf = leaf;
        this.body = body;
        this.claims = claims;
        this.layers = layers;
    }

    public VerifiedLeaf leaf() {
        return leaf;
    }

    /** UUIDv7, 16 bytes. */
    public Bytes id() {
        return leaf.leaf().id();
    }

    /** Tag of the org that issued it, 16 bytes. */
    public Bytes org() {
        return leaf.leaf().org();
    }

    public Instant issuedAt() {
        return leaf.leaf().time();
    }

    /** As it was issued; blocks may have shortened it. */
    public Validity validity() {
        return body.validity();
    }

    public Claims claims() {
        return claims;
    }

    /** The issued token first. */
    public List<Layer> layers() {
        return layers;
    }

    /** Whose key presents it. */
    public HolderKey holder() {
        return layers.getLast().holder();
    }

    /** The end of its time, blocks included. */
    public Instant expires() {
        Instant earliest = validity().expires();
        for (Layer layer : layers) {
            Instant end = layer.caveats().expires().orElse(earliest);
            earliest = end.isBefore(earliest) ? end : earliest;
        }
        return earliest;
    }

    /** Ids of the blocks, without the issued token's. */
    List<Bytes> blocks() {
        return layers.stream().skip(1).map(Layer::id).toList();
    }
}
