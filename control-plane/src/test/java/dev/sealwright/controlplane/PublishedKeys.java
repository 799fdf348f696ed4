package dev.sealwright.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.VerificationJwkSelector;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** A relying party: a JOSE library of others, and the keys that the service publishes. */
public final class PublishedKeys {
    private PublishedKeys() {}

    /** The payload of a token that is signed with this algorithm. */
    public static Json verified(RunningService service, String token, String algorithm) {
        try {
            var keys = new JsonWebKeySet(service.people().get("/.well-known/jwks.json").text());
            var signature = new JsonWebSignature();
            signature.setAlgorithmConstraints(
                    new AlgorithmConstraints(
                            AlgorithmConstraints.ConstraintType.PERMIT, algorithm));
            signature.setCompactSerialization(token);
            var key = new VerificationJwkSelector().select(signature, keys.getJsonWebKeys());
            assertThat(key.getAlgorithm()).isEqualTo(algorithm);
            signature.setKey(key.getKey());
            assertThat(signature.verifySignature()).isTrue();
            return Json.parse(signature.getPayload());
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }
}
