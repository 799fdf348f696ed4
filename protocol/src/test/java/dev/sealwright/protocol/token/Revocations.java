package dev.sealwright.protocol.token;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.RevocationBody;
import java.util.List;

/** Lists of revocations in a test's own log. */
final class Revocations {
    private Revocations() {}

    static Bytes id(CapabilityToken token) {
        return LeafCodec.decode(token.leaf()).id();
    }

    static RevocationDocument logged(World world, RevocationList.Entry... entries) {
        RevocationList list =
                RevocationList.of(World.ORG, world.leaves.size(), List.of(entries), World.NOW);
        Leaf leaf =
                new Leaf(
                        Bytes.fromHex("77".repeat(16)),
                        World.NOW,
                        World.ORG,
                        new RevocationBody.TokenRevocationList(list.through(), list.digest()));
        return new RevocationDocument(list.encode(), leaf.encode(), world.log(leaf.encode()));
    }
}
