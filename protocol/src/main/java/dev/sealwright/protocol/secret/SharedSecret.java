package dev.sealwright.protocol.secret;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import dev.sealwright.protocol.cbor.MapFields;
import dev.sealwright.protocol.crypto.Sha256;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One version of a secret that several members seal, each under its own key of the organisation
 * ({@link KeySealing}). What stands here is the same for all and for ever: a commitment to the
 * value, and the value for the recovery key. Its digest stands in the {@code seal} leaf, so that a
 * member's sealing is added, or made anew, without a word of the log becoming untrue.
 *
 * @param commitment see {@link SaltedValue}
 * @param recovery the salted value
 * @param content what the sealed data key opens; empty when the value itself is sealed
 */
public record SharedSecret(Bytes commitment, RecoveryBox recovery, Optional<SecretContent> content)
        implements SealedBlob {
    static final String FORM = "sealwright/sealed/v2";

    public SharedSecret {
        commitment.requireSize(Sha256.SIZE, "a commitment");
        SaltedValue.requireCiphertext(recovery.ciphertext(), content);
    }

    @Override
    public long size() {
        return content.map(SecretContent::size)
                .orElseGet(() -> SaltedValue.valueSize(recovery.ciphertext()));
    }

    @Override
    public Bytes digest() {
        return Sha256.of(encode());
    }

    @Override
    public Bytes encode() {
        Map<String, CborValue> map = new LinkedHashMap<>();
        map.put("form", CborValue.of(FORM));
        map.put("commitment", CborValue.of(commitment));
        map.put("recovery", SealedSecret.encode(recovery));
        map.put("content", content.map(SealedSecret::encode).orElse(new CborValue.Null()));
        return CborWriter.encode(CborValue.map(map));
    }

    public static SharedSecret decode(Bytes blob) {
        MapFields fields =
                MapFields.of(CborReader.strict(blob, SealedSecret.MAX_SIZE), "a shared secret");
        SealedSecret.requireForm(fields, FORM);
        SharedSecret shared =
                new SharedSecret(
                        fields.bytes("commitment"),
                        SealedSecret.recovery(fields.section("recovery")),
                        fields.takeNullable("content").map(SealedSecret::content));
        fields.end();
        return shared;
    }
}
