package dev.sealwright.attestation.maa;

import dev.sealwright.attestation.wire.Json;
import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.Optional;

/**
 * A JWS in compact form (RFC 7515 section 7.1), parsed and not yet verified. Of the header, {@code
 * alg} and {@code kid} are read; {@code jku} and all other ways to bring one's own key are not.
 *
 * @param signedPart the ASCII of header and payload as received
 */
public record Jws(
        String algorithm,
        Optional<String> keyId,
        Bytes signedPart,
        JsonValue.Obj payload,
        Bytes signature) {
    static final int MAX_SIZE = 64 * 1024;

    static Jws parse(String compact) {
        if (compact.length() > MAX_SIZE) {
            throw new MalformedException("a token of more than " + MAX_SIZE + " bytes");
        }
        int first = compact.indexOf('.');
        int second = compact.indexOf('.', first + 1);
        if (first < 0 || second < 0 || compact.indexOf('.', second + 1) >= 0) {
            throw new MalformedException("not a JWS in compact form");
        }
        JsonFields header =
                JsonFields.of(
                        Json.read(Bytes.fromBase64Url(compact.substring(0, first)), MAX_SIZE),
                        "a JWS header");
        if (header.optional("crit").isPresent()) {
            throw new MalformedException("a JWS with critical extensions");
        }
        return new Jws(
                header.text("alg"),
                header.optional("kid").map(v -> v.asText("kid")),
                Bytes.utf8(compact.substring(0, second)),
                Json.read(Bytes.fromBase64Url(compact.substring(first + 1, second)), MAX_SIZE)
                        .asObject("a token"),
                Bytes.fromBase64Url(compact.substring(second + 1)));
    }
}
