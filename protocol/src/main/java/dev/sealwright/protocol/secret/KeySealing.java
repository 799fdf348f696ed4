package dev.sealwright.protocol.secret;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import java.util.List;
import java.util.Optional;

/**
 * One member's sealing of a {@link SharedSecret}: AES-256-GCM over a {@link SaltedValue} under the
 * organisation's key on its token. Only that token opens it.
 *
 * @param key CKA_ID of the org's key, 16 bytes
 * @param iv 12 bytes
 * @param ciphertext with its 16-byte tag
 */
public record KeySealing(Bytes key, Bytes iv, Bytes ciphertext) {
    public static final int MAX_SIZE = 8 * 1024;

    private static final int IV = 12;

    public KeySealing {
        key.requireSize(Uuids.SIZE, "the key of a sealing");
        iv.requireSize(IV, "the nonce of a sealing");
        SaltedValue.requireCiphertext(ciphertext, Optional.empty());
    }

    public Bytes encode() {
        return CborWriter.encode(
                CborValue.array(CborValue.of(key), CborValue.of(iv), CborValue.of(ciphertext)));
    }

    public static KeySealing decode(Bytes encoded) {
        List<CborValue> parts = CborReader.strict(encoded, MAX_SIZE).asArray("a sealing", 3);
        return new KeySealing(
                parts.get(0).asBytes("key"),
                parts.get(1).asBytes("iv"),
                parts.get(2).asBytes("ciphertext"));
    }
}
