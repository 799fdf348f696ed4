package dev.sealwright.controlplane.audit;

import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.crypto.Ed25519;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * The keys whose signatures make a checkpoint.
 *
 * @param quorum how many of them it needs
 */
@Serdeable
@Schema(name = "SigningKeys")
public record SigningKeyAnswer(String origin, int quorum, List<Key> keys) {
    public SigningKeyAnswer {
        keys = List.copyOf(keys);
    }

    /**
     * A key in both forms.
     *
     * @param vkey c2sp.org/signed-note verifier key
     * @param pem SubjectPublicKeyInfo
     */
    @Serdeable
    @Schema(name = "SigningKey")
    public record Key(String name, String kind, String vkey, String pem) {}

    static SigningKeyAnswer of(VerifiedAnchors anchors) {
        return new SigningKeyAnswer(
                anchors.origin(),
                anchors.quorum(),
                anchors.voters().stream().map(voter -> key(voter, anchors.origin())).toList());
    }

    private static Key key(Voter voter, String origin) {
        byte[] spki = Ed25519.spki(voter.key()).toArray();
        String body =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(spki);
        return new Key(
                voter.name(),
                voter.kind().text(),
                voter.noteKey(origin).vkey(),
                "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n");
    }
}
