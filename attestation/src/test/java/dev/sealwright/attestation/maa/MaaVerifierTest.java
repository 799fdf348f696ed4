package dev.sealwright.attestation.maa;

import static dev.sealwright.attestation.pki.Maa.CLAIMS;
import static dev.sealwright.attestation.pki.Maa.ISSUER;
import static dev.sealwright.attestation.pki.Maa.KEY;
import static dev.sealwright.attestation.pki.Maa.jwk;
import static dev.sealwright.attestation.pki.Maa.signed;
import static dev.sealwright.attestation.pki.Maa.token;
import static dev.sealwright.attestation.pki.Outcomes.authentic;
import static dev.sealwright.attestation.pki.Outcomes.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.attestation.pki.Authority;
import dev.sealwright.attestation.pki.Fast;
import dev.sealwright.attestation.pki.Outcomes;
import dev.sealwright.attestation.verify.Reason;
import dev.sealwright.attestation.verify.Verification;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaaVerifierTest {
    private static final KeyPair WEAK = Authority.rsa(1024, "weak maa");
    private static final VerificationInstant NOW =
            VerificationInstant.parse("2026-06-01T00:00:00Z");

    @Test
    void aTokenIsAuthenticUnderTheKeyConfiguredForItsIssuer() {
        MaaClaims claims = authentic(verify(token("RS256", "good", KEY, CLAIMS))).claims();
        assertThat(claims.issuer()).isEqualTo(ISSUER);
        assertThat(claims.claims().attestationType()).contains("sevsnpvm");
    }

    @Test
    void anIssuerThatIsNotConfiguredIsRefused() {
        String other = CLAIMS.replace(ISSUER, "https://attest.example.org");
        assertThat(reasons(verify(token("RS256", "good", KEY, other))))
                .containsExactly(Reason.ISSUER_UNTRUSTED);
    }

    @Test
    void aKeyTheIssuerDoesNotPublishIsRefused() {
        assertThat(reasons(verify(token("RS256", "other", KEY, CLAIMS))))
                .containsExactly(Reason.KEY_UNKNOWN);
    }

    @Test
    void aKeyOf1024BitsIsRefusedThoughPublished() {
        assertThat(reasons(verify(token("RS256", "weak", WEAK, CLAIMS))))
                .containsExactly(Reason.KEY_UNACCEPTABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "RS512", "rs256", "PS256"})
    void anyOtherAlgorithmIsRefused(String algorithm) {
        assertThat(reasons(verify(token(algorithm, "good", KEY, CLAIMS))))
                .containsExactly(Reason.KEY_UNACCEPTABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-05-31T23:58:59Z", "2026-06-01T08:01:01Z"})
    void aTokenOutsideItsTimeIsRefused(String instant) {
        var outcome =
                verifier(Optional.empty())
                        .verify(
                                MaaToken.parse(token("RS256", "good", KEY, CLAIMS)),
                                VerificationInstant.parse(instant));
        assertThat(reasons(outcome)).containsExactly(Reason.TOKEN_EXPIRED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-05-31T23:59:00Z", "2026-06-01T08:01:00Z"})
    void aMinuteOfSkewIsTaken(String instant) {
        authentic(
                verifier(Optional.empty())
                        .verify(
                                MaaToken.parse(token("RS256", "good", KEY, CLAIMS)),
                                VerificationInstant.parse(instant)));
    }

    @Test
    void aTokenForAnotherNonceIsRefused() {
        MaaToken token = MaaToken.parse(token("RS256", "good", KEY, CLAIMS));
        authentic(verifier(Optional.of(Bytes.utf8("a nonce"))).verify(token, NOW));
        assertThat(reasons(verifier(Optional.of(Bytes.utf8("another"))).verify(token, NOW)))
                .containsExactly(Reason.NONCE_MISMATCH);
    }

    @Test
    void aTokenWithCriticalExtensionsIsMalformed() {
        String header = "{\"alg\":\"RS256\",\"kid\":\"good\",\"crit\":[\"b64\"]}";
        assertThatThrownBy(() -> MaaToken.parse(signed(header, KEY, CLAIMS)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void noFlippedByteChangesTheClaims() {
        Bytes token = Bytes.utf8(token("RS256", "good", KEY, CLAIMS));
        Outcomes.assertNoFlippedByteChangesClaims(
                token, bytes -> verify(new String(bytes.toArray(), StandardCharsets.ISO_8859_1)));
    }

    @Test
    void aReleasePolicyReleasesToItsAuthorityUnderItsConditionsOnly() {
        MaaClaims token = authentic(verify(token("RS256", "good", KEY, CLAIMS))).claims();
        assertThat(policy(ISSUER + "/", "sevsnpvm").releases(token)).isTrue();
        assertThat(policy(ISSUER, "tdxvm").releases(token)).isFalse();
        assertThat(policy("https://elsewhere.example", "sevsnpvm").releases(token)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"claim\":\"exp\",\"greater\":1780300799}",
                "{\"claim\":\"exp\",\"greaterOrEquals\":1780300800}",
                "{\"claim\":\"exp\",\"less\":1780300801}",
                "{\"claim\":\"exp\",\"lessOrEquals\":1780300800}",
                "{\"claim\":\"iss\",\"notEquals\":\"x\"}",
                "{\"claim\":\"iss\",\"exists\":true}",
                "{\"claim\":\"absent\",\"exists\":false}",
                "{\"anyOf\":[{\"claim\":\"absent\",\"equals\":1},{\"claim\":\"iss\",\"exists\":true}]}"
            })
    void everyOperatorIsUnderstood(String condition) {
        MaaClaims token = authentic(verify(token("RS256", "good", KEY, CLAIMS))).claims();
        assertThat(policyWith(condition).releases(token)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"claim\":\"absent\",\"notEquals\":\"x\"}",
                "{\"claim\":\"iss\",\"greater\":1}",
                "{\"claim\":\"absent\",\"equals\":null}",
                "{\"claim\":\"iss\",\"exists\":false}"
            })
    void anAbsentOrOtherClaimSatisfiesNothing(String condition) {
        MaaClaims token = authentic(verify(token("RS256", "good", KEY, CLAIMS))).claims();
        assertThat(policyWith(condition).releases(token)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"claim\":\"iss\"}",
                "{\"claim\":\"iss\",\"like\":\"x\"}",
                "{\"claim\":\"iss\",\"equals\":1,\"less\":2}",
                "{\"claim\":\"iss\",\"less\":\"x\"}",
                "{\"allOf\":[]}",
                "{\"allOf\":[],\"anyOf\":[]}"
            })
    void aPolicyThatIsNotOfTheGrammarIsMalformed(String condition) {
        assertThatThrownBy(() -> policyWith(condition)).isInstanceOf(MalformedException.class);
    }

    private static ReleasePolicy policy(String authority, String type) {
        return ReleasePolicy.parse(
                Bytes.utf8(
                        "{\"version\":\"1.0.0\",\"anyOf\":[{\"authority\":\""
                                + authority
                                + "\",\"allOf\":[{\"claim\":\"x-ms-isolation-tee.x-ms-attestation-type\","
                                + "\"equals\":\""
                                + type
                                + "\"}]}]}"));
    }

    private static ReleasePolicy policyWith(String condition) {
        return ReleasePolicy.parse(
                Bytes.utf8(
                        "{\"version\":\"1.0.0\",\"anyOf\":[{\"authority\":\""
                                + ISSUER
                                + "\",\"allOf\":["
                                + condition
                                + "]}]}"));
    }

    private static Verification<MaaClaims> verify(String token) {
        return verifier(Optional.empty()).verify(MaaToken.parse(token), NOW);
    }

    private static MaaVerifier verifier(Optional<Bytes> nonce) {
        return new MaaVerifier(Map.of(ISSUER, KEYS), Fast.SIGNATURES, nonce);
    }

    private static final JsonWebKeys KEYS =
            JsonWebKeys.parse(
                    Bytes.utf8("{\"keys\":[" + jwk("good", KEY) + "," + jwk("weak", WEAK) + "]}"));
}
