package dev.sealwright.protocol.secret;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import dev.sealwright.protocol.cbor.MapFields;
import dev.sealwright.protocol.crypto.Sha256;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One version of a secret as it is stored; its digest stands in the {@code seal} leaf. Holds a
 * small value itself, or the data key of a large one, sealed twice: under the org's key in the HSM
 * (AES-256-GCM) and to the recovery key. The form is deterministic CBOR, so one value has one
 * encoding.
 *
 * @param key CKA_ID of the org's key, 16 bytes
 * @param iv 12 bytes
 * @param ciphertext with its 16-byte tag
 * @param content what the sealed data key opens; empty when the value itself is sealed
 */
public record SealedSecret(
        Bytes key,
        Bytes iv,
        Bytes ciphertext,
        RecoveryBox recovery,
        Optional<SecretContent> content)
        implements SealedBlob {
    /** The largest value that is sealed itself; larger ones get a data key. */
    public static final int MAX_DIRECT = 4 * 1024;

    public static final int MAX_SIZE = 16 * 1024;

    static final String FORM = "sealwright/sealed/v1";
    private static final int IV = 12;
    private static final int TAG = 16;

    public SealedSecret {
        key.requireSize(Uuids.SIZE, "the key of a sealed secret");
        iv.requireSize(IV, "the nonce of a sealed secret");
        requireCiphertext(ciphertext, MAX_DIRECT);
        if (content.isPresent() && ciphertext.size() != ContentCipher.KEY_SIZE + TAG) {
            throw new MalformedException("a sealed data key of another size");
        }
        if (recovery.ciphertext().size() != ciphertext.size()) {
            throw new MalformedException("two sealings of different plaintexts");
        }
    }

    static void requireCiphertext(Bytes ciphertext, int most) {
        if (ciphertext.size() <= TAG || ciphertext.size() > most + TAG) {
            throw new MalformedException("the ciphertext of a secret is out of range");
        }
    }

    static void requireForm(MapFields fields, String form) {
        if (!fields.text("form").equals(form)) {
            throw new MalformedException("a sealed secret of an unknown form");
        }
    }

    @Override
    public long size() {
        return content.map(SecretContent::size).orElse((long) ciphertext.size() - TAG);
    }

    @Override
    public Bytes digest() {
        return Sha256.of(encode());
    }

    @Override
    public Bytes encode() {
        Map<String, CborValue> map = new LinkedHashMap<>();
        map.put("form", CborValue.of(FORM));
        map.put("key", CborValue.of(key));
        map.put("iv", CborValue.of(iv));
        map.put("ciphertext", CborValue.of(ciphertext));
        map.put("recovery", encode(recovery));
        map.put("content", content.map(SealedSecret::encode).orElse(new CborValue.Null()));
        return CborWriter.encode(CborValue.map(map));
    }

    static CborValue encode(RecoveryBox box) {
        return CborValue.map(
                Map.of(
                        "encapsulated", CborValue.of(box.encapsulated()),
                        "ciphertext", CborValue.of(box.ciphertext())));
    }

    static CborValue encode(SecretContent content) {
        return CborValue.map(
                Map.of(
                        "size", CborValue.of(content.size()),
                        "digest", CborValue.of(content.digest())));
    }

    public static SealedSecret decode(Bytes blob) {
        MapFields fields = MapFields.of(CborReader.strict(blob, MAX_SIZE), "a sealed secret");
        requireForm(fields, FORM);
        SealedSecret sealed =
                new SealedSecret(
                        fields.bytes("key"),
                        fields.bytes("iv"),
                        fields.bytes("ciphertext"),
                        recovery(fields.section("recovery")),
                        fields.takeNullable("content").map(SealedSecret::content));
        fields.end();
        return sealed;
    }

    static RecoveryBox recovery(MapFields fields) {
        RecoveryBox box = new RecoveryBox(fields.bytes("encapsulated"), fields.bytes("ciphertext"));
        fields.end();
        return box;
    }

    static SecretContent content(CborValue value) {
        MapFields fields = MapFields.of(value, "the content of a sealed secret");
        SecretContent content = new SecretContent(fields.uint("size"), fields.bytes("digest"));
        fields.end();
        return content;
    }
}
