package dev.sealwright.protocol.token;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.World;
import java.security.KeyPair;

/** A holder with a key in memory. */
record TestHolder(KeyPair pair, String algorithm) implements Holder {
    static TestHolder ed25519() {
        return new TestHolder(World.ed25519(), "Ed25519");
    }

    static TestHolder p256() {
        return new TestHolder(World.p256(), "SHA256withECDSAinP1363Format");
    }

    @Override
    public HolderKey key() {
        return new HolderKey(Bytes.of(pair.getPublic().getEncoded()));
    }

    @Override
    public Bytes sign(Bytes message) {
        return World.sign(algorithm, pair.getPrivate(), message);
    }
}
