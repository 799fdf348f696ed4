package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.ca.CertificateRequest;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Framed;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Ed25519;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the service token's run hands to the root's: public keys, each with proof that the token
 * holds the private half.
 *
 * @param tokenSerial of the service token
 * @param logKey raw Ed25519
 * @param logKeyProof signature by the log key over {@link #possession}
 * @param serverCa self-signed request, DER
 * @param hostCa self-signed request, DER
 * @param postQuantum the other log key, if the token was told to make one
 */
record ServiceKeysStatement(
        String tokenSerial,
        Bytes logKey,
        Bytes logKeyProof,
        Bytes serverCa,
        Bytes hostCa,
        Optional<PostQuantumKey> postQuantum) {
    private static final String FORMAT = "sealwright/service-keys/v1";

    /** What the log key signs to show that it is there; it can be no note, having zero bytes. */
    static Bytes possession(String tokenSerial, Bytes logKey) {
        return Framed.domain("sealwright/key-possession/v1").add(tokenSerial).add(logKey).bytes();
    }

    /** Throws unless every key proves itself and all are different. */
    void verify() {
        boolean logProven = Ed25519.verify(logKey, possession(tokenSerial, logKey), logKeyProof);
        Bytes server = CertificateRequest.verify(serverCa).spki();
        Bytes host = CertificateRequest.verify(hostCa).spki();
        if (!logProven || server.equals(host)) {
            throw new MalformedException("keys that do not prove themselves");
        }
        postQuantum.ifPresent(second -> second.verify(tokenSerial, logKey));
    }

    /** Its log keys alone. */
    MemberStatement vote() {
        return new MemberStatement(
                tokenSerial,
                logKey.requireSize(Ed25519.KEY_SIZE, "a member's key"),
                logKeyProof,
                postQuantum);
    }

    /** Whether the text says that it is such a statement. */
    static boolean isOne(String json) {
        return FORMAT.equals(FlatJson.read(json).get("format"));
    }

    String json() {
        Map<String, String> object = new LinkedHashMap<>();
        object.put("format", FORMAT);
        object.put("token_serial", tokenSerial);
        object.put("log_key", logKey.base64Url());
        object.put("log_key_proof", logKeyProof.base64Url());
        object.put("server_ca_request", serverCa.base64Url());
        object.put("host_ca_request", hostCa.base64Url());
        postQuantum.ifPresent(second -> second.into(object));
        return FlatJson.write(object);
    }

    static ServiceKeysStatement parse(String json) {
        Map<String, String> object = FlatJson.read(json);
        if (!FORMAT.equals(object.remove("format"))) {
            throw new MalformedException("not a statement of service keys");
        }
        ServiceKeysStatement statement =
                new ServiceKeysStatement(
                        take(object, "token_serial"),
                        Bytes.fromBase64Url(take(object, "log_key")),
                        Bytes.fromBase64Url(take(object, "log_key_proof")),
                        Bytes.fromBase64Url(take(object, "server_ca_request")),
                        Bytes.fromBase64Url(take(object, "host_ca_request")),
                        PostQuantumKey.take(object));
        if (!object.isEmpty()) {
            throw new MalformedException("a statement of service keys with something more");
        }
        return statement;
    }

    private static String take(Map<String, String> object, String name) {
        String value = object.remove(name);
        if (value == null) {
            throw new MalformedException("a statement of service keys without " + name);
        }
        return value;
    }
}
