package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.anchors.OperatorKey;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The public half of an operator's key: a SubjectPublicKeyInfo as PEM, Ed25519 or P-256 of a card.
 * What a passkey is beside its key stands in lines after the block.
 */
final class PublicKeyFile {
    private static final String NAME = "operator.pub";
    private static final String LABEL = "PUBLIC KEY";
    private static final String PARTY = "relying-party ";

    private PublicKeyFile() {}

    static void write(Path folder, OperatorKey key) {
        Bytes pem = Bytes.of(Pem.write(key.spki().toArray(), LABEL));
        Bytes more =
                key instanceof OperatorKey.Passkey passkey
                        ? Bytes.utf8(PARTY + passkey.relyingParty() + "\n")
                        : Bytes.EMPTY;
        CeremonyFiles.writePublic(folder.resolve(NAME), Bytes.concat(pem, more));
    }

    static OperatorKey read(Path file) {
        String text = CeremonyFiles.text(file);
        int end = text.lastIndexOf("\n" + PARTY);
        Optional<String> party =
                end < 0
                        ? Optional.empty()
                        : Optional.of(text.substring(end + 1 + PARTY.length()).strip());
        byte[] pem = Bytes.utf8(end < 0 ? text : text.substring(0, end + 1)).toArray();
        return of(Bytes.of(Pem.read(pem, LABEL)), party);
    }

    private static OperatorKey of(Bytes spki, Optional<String> party) {
        if (party.isPresent()) {
            return OperatorKey.of("passkey", spki, party);
        }
        try {
            return OperatorKey.of("ed25519", spki, party);
        } catch (MalformedException e) {
            return OperatorKey.of("piv", spki, party);
        }
    }
}
