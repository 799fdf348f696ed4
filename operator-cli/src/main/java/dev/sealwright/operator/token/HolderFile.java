package dev.sealwright.operator.token;

import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.tls.HostKey;
import dev.sealwright.client.tls.HostKeyType;
import dev.sealwright.client.tls.Pem;
import dev.sealwright.operator.verify.EvidenceFile;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.SignatureScheme;
import dev.sealwright.protocol.token.Holder;
import dev.sealwright.protocol.token.HolderKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** The key of a token's holder, in a file that only its owner can read. */
record HolderFile(HostKey pair) implements Holder {
    private static final int MAX_SIZE = 8 * 1024;

    /** Makes a key, and writes both halves; never over a file that is there. */
    static HolderFile make(Path file, HostKeyType type, SecureRandom random) {
        if (Files.exists(file)) {
            throw new CommandFailure(
                    ExitCode.LOCAL,
                    file + " is there already",
                    "choose another name; tokens are bound to the key that it holds");
        }
        HolderFile made = new HolderFile(HostKey.generate(type, random));
        PrivateFile.write(file, made.pair.pem().getBytes(StandardCharsets.US_ASCII));
        return made;
    }

    static HolderFile read(Path file) {
        byte[] pem = PrivateFile.read(file, MAX_SIZE);
        return new HolderFile(HostKey.parse(new String(pem, StandardCharsets.US_ASCII)));
    }

    /** The public half, from a file with both or with that one alone. */
    static HolderKey publicKey(Path file) {
        byte[] pem = EvidenceFile.bytes(file, MAX_SIZE).toArray();
        return new HolderKey(Pem.only(new String(pem, StandardCharsets.US_ASCII), "PUBLIC KEY"));
    }

    @Override
    public HolderKey key() {
        return new HolderKey(pair.spki());
    }

    @Override
    public Bytes sign(Bytes message) {
        return pair.sign(
                key().isEd25519() ? SignatureScheme.ED25519 : SignatureScheme.ECDSA_P256_RAW,
                message);
    }
}
