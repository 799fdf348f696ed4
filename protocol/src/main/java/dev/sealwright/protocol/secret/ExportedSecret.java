package dev.sealwright.protocol.secret;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import dev.sealwright.protocol.cbor.MapFields;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.receipt.Receipt;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One version of a secret in an export: its sealed form with the leaf that makes it genuine. An
 * export is {@link #MAGIC}, then for each version the length of this record as uint32 big-endian,
 * the record in deterministic CBOR, and the encrypted chunks that its blob speaks of. Nothing in it
 * is secret without a key.
 *
 * @param org name of the organisation; asserted by the service, as leaves hold its tag alone
 * @param name of the secret; asserted in the same way
 * @param blob encoded {@link SealedSecret}
 * @param leaf its seal leaf
 * @param receipt c2sp.org/tlog-proof text
 */
public record ExportedSecret(String org, String name, Bytes blob, Bytes leaf, String receipt) {
    public static final Bytes MAGIC = Bytes.utf8("sealwright secrets export v1\n");

    public static final int MAX_SIZE = SealedSecret.MAX_SIZE + Leaf.MAX_SIZE + Receipt.MAX_SIZE;

    // It becomes the name of a file: no separator, and no dot at its beginning.
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,62}");

    public ExportedSecret {
        if (!NAME.matcher(org).matches() || !NAME.matcher(name).matches()) {
            throw new MalformedException("an exported secret with an impossible name");
        }
    }

    public Bytes encode() {
        return CborWriter.encode(
                CborValue.map(
                        Map.of(
                                "org", CborValue.of(org),
                                "name", CborValue.of(name),
                                "blob", CborValue.of(blob),
                                "leaf", CborValue.of(leaf),
                                "receipt", CborValue.of(receipt))));
    }

    public static ExportedSecret decode(Bytes encoded) {
        MapFields fields = MapFields.of(CborReader.strict(encoded, MAX_SIZE), "an exported secret");
        ExportedSecret exported =
                new ExportedSecret(
                        fields.text("org"),
                        fields.text("name"),
                        fields.bytes("blob"),
                        fields.bytes("leaf"),
                        fields.text("receipt"));
        fields.end();
        return exported;
    }
}
