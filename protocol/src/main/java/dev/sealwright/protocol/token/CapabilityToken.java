package dev.sealwright.protocol.token;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborCursor;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.SaltedDigest;
import dev.sealwright.protocol.receipt.PackedReceipt;
import dev.sealwright.protocol.receipt.Receipt;
import java.util.ArrayList;
import java.util.List;

/**
 * A token as it travels. Says nothing until {@link TokenVerifier} has verified it, and is of no use
 * to whoever does not hold its key.
 *
 * @param leaf the {@code capability-token} leaf, as it stands in the log
 * @param salt 16 bytes
 * @param claims what the leaf commits to, see {@link Claims}
 * @param receipt the issuer's signature
 * @param blocks what holders added, the oldest first
 */
public record CapabilityToken(
        Bytes leaf, Bytes salt, Bytes claims, PackedReceipt receipt, List<Block> blocks) {
    public static final int MAX_SIZE = 64 * 1024;

    /** What the text form begins with. */
    public static final String PREFIX = "swt1_";

    private static final long VERSION = 1;

    public CapabilityToken {
        salt.requireSize(SaltedDigest.SALT_SIZE, "a salt");
        blocks = List.copyOf(blocks);
        if (leaf.size() > Leaf.MAX_SIZE || claims.size() > Claims.MAX_SIZE) {
            throw new MalformedException("a leaf or claims that are too large");
        }
        if (blocks.size() > Claims.MAX_DEPTH) {
            throw new MalformedException("more blocks than any token may have");
        }
    }

    /** A token as it is issued. */
    public static CapabilityToken issued(Bytes leaf, Bytes salt, Claims claims, Receipt receipt) {
        return new CapabilityToken(
                leaf, salt, claims.encode(), PackedReceipt.of(receipt), List.of());
    }

    /** {@code [1, leaf, salt, claims, index, proof, checkpoint, [[content, signature] …]]}. */
    public Bytes encode() {
        Bytes encoded =
                CborWriter.encode(
                        CborValue.array(
                                CborValue.of(VERSION),
                                CborValue.of(leaf),
                                CborValue.of(salt),
                                CborValue.of(claims),
                                CborValue.of(receipt.index()),
                                CborValue.of(receipt.proof()),
                                CborValue.of(receipt.checkpoint()),
                                new CborValue.Array(
                                        blocks.stream().map(CapabilityToken::encode).toList())));
        if (encoded.size() > MAX_SIZE) {
            throw new MalformedException("a token larger than " + MAX_SIZE);
        }
        return encoded;
    }

    private static CborValue encode(Block block) {
        return CborValue.array(CborValue.of(block.content()), CborValue.of(block.signature()));
    }

    /** Reads exactly what {@link #encode} writes. */
    public static CapabilityToken decode(Bytes encoded) {
        CborCursor in = CborCursor.strict(encoded, MAX_SIZE);
        in.array("a token", 8);
        if (in.uint("the version of a token") != VERSION) {
            throw new MalformedException("a token of an unknown version");
        }
        var token =
                new CapabilityToken(
                        in.bytes("a leaf"),
                        in.bytes("a salt"),
                        in.bytes("claims"),
                        new PackedReceipt(
                                in.uint("an index"), in.bytes("a proof"), in.bytes("a checkpoint")),
                        blocks(in));
        in.end();
        return token;
    }

    private static List<Block> blocks(CborCursor in) {
        List<Block> blocks = new ArrayList<>();
        for (int left = in.array("blocks"); left > 0; left--) {
            in.array("a block", 2);
            blocks.add(new Block(in.bytes("a block"), in.bytes("the signature of a block")));
        }
        return blocks;
    }

    /** {@value #PREFIX} and base64url. */
    public String text() {
        return PREFIX + encode().base64Url();
    }

    public static CapabilityToken parse(String text) {
        if (!text.startsWith(PREFIX) || text.length() > MAX_SIZE / 3 * 4 + PREFIX.length() + 4) {
            throw new MalformedException("not the text of a capability token");
        }
        return decode(Bytes.fromBase64Url(text.substring(PREFIX.length())));
    }
}
