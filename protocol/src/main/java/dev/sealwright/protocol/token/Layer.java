package dev.sealwright.protocol.token;

import dev.sealwright.protocol.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * The token as it was issued, or what one block made of it.
 *
 * @param id of the issued token, the RFC 9162 hash of its leaf; of a block, SHA-256 of what was
 *     signed
 * @param holder who may present the token, and narrow it further
 */
public record Layer(Bytes id, Caveats caveats, HolderKey holder) {

    /**
     * All of a token, from the issued one to the last block. Who signed them is not looked at.
     *
     * @param leafHash of the token's leaf
     */
    static List<Layer> of(Bytes leafHash, Claims claims, List<Block> blocks) {
        List<Layer> layers = new ArrayList<>(1 + blocks.size());
        layers.add(new Layer(leafHash, claims.caveats(), claims.holder()));
        for (Block block : blocks) {
            Block.Content content = Block.Content.decode(block.content());
            Bytes id = Block.id(Block.message(layers.getLast().id(), block.content()));
            layers.add(new Layer(id, content.caveats(), content.next()));
        }
        return List.copyOf(layers);
    }
}
