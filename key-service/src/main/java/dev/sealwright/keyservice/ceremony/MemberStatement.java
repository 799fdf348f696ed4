package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.anchors.VoterKind;
import dev.sealwright.protocol.crypto.Ed25519;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the run of a further member's token hands to the root's: its log key, with proof that the
 * token holds the private half.
 *
 * @param tokenSerial of that token
 * @param logKey raw Ed25519
 * @param proof signature by the log key over {@link ServiceKeysStatement#possession}
 * @param postQuantum its other log key, if it was told to make one
 */
record MemberStatement(
        String tokenSerial, Bytes logKey, Bytes proof, Optional<PostQuantumKey> postQuantum) {
    private static final String FORMAT = "sealwright/member-key/v1";

    /** Its vote, under that name. */
    Voter voter(String name) {
        return new Voter(name, VoterKind.MEMBER, logKey, postQuantum.map(PostQuantumKey::key));
    }

    /** Throws unless each key proves itself. */
    void verify() {
        Bytes message = ServiceKeysStatement.possession(tokenSerial, logKey);
        if (!Ed25519.verify(logKey, message, proof)) {
            throw new MalformedException("a member's key that does not prove itself");
        }
        postQuantum.ifPresent(second -> second.verify(tokenSerial, logKey));
    }

    String json() {
        Map<String, String> object = new LinkedHashMap<>();
        object.put("format", FORMAT);
        object.put("token_serial", tokenSerial);
        object.put("log_key", logKey.base64Url());
        object.put("log_key_proof", proof.base64Url());
        postQuantum.ifPresent(second -> second.into(object));
        return FlatJson.write(object);
    }

    static MemberStatement parse(String json) {
        Map<String, String> object = FlatJson.read(json);
        if (!FORMAT.equals(object.remove("format"))) {
            throw new MalformedException("not a statement of a member's key");
        }
        MemberStatement statement =
                new MemberStatement(
                        take(object, "token_serial"),
                        Bytes.fromBase64Url(take(object, "log_key"))
                                .requireSize(Ed25519.KEY_SIZE, "a member's key"),
                        Bytes.fromBase64Url(take(object, "log_key_proof")),
                        PostQuantumKey.take(object));
        if (!object.isEmpty()) {
            throw new MalformedException("a statement of a member's key with something more");
        }
        return statement;
    }

    private static String take(Map<String, String> object, String name) {
        return Optional.ofNullable(object.remove(name))
                .orElseThrow(
                        () ->
                                new MalformedException(
                                        "a statement of a member's key without " + name));
    }
}
