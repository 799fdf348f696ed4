package dev.sealwright.protocol.secret;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.MapFields;
import java.util.Optional;

/**
 * What the {@code seal} leaf of a version names: a secret that one token sealed, or one that
 * several share.
 */
public sealed interface SealedBlob permits SealedSecret, SharedSecret {
    /** The value, or its data key, for the offline recovery key. */
    RecoveryBox recovery();

    /** What the sealed data key opens; empty when the value itself is sealed. */
    Optional<SecretContent> content();

    /** Bytes of the value. */
    long size();

    Bytes encode();

    /** What the leaves name: SHA-256 of {@link #encode}. */
    Bytes digest();

    /** Either form. */
    static SealedBlob decode(Bytes blob) {
        MapFields fields = MapFields.of(CborReader.strict(blob, SealedSecret.MAX_SIZE), "a secret");
        return switch (fields.text("form")) {
            case SealedSecret.FORM -> SealedSecret.decode(blob);
            case SharedSecret.FORM -> SharedSecret.decode(blob);
            default -> throw new MalformedException("a sealed secret of an unknown form");
        };
    }
}
