package dev.sealwright.keyservice.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.attestation.appraisal.AttestationResult;
import dev.sealwright.attestation.wire.Json;
import dev.sealwright.attestation.wire.JsonText;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.TokenAlgorithm;
import dev.sealwright.keyservice.api.TokenOrder;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.SharedTokenTests;
import dev.sealwright.keyservice.fixture.TestHost;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.SaltedDigest;
import dev.sealwright.protocol.leaf.TokenBody;
import dev.sealwright.protocol.token.Caveat;
import dev.sealwright.protocol.token.Caveats;
import dev.sealwright.protocol.token.Claims;
import dev.sealwright.protocol.token.HolderKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From which leaf which token follows, and that nothing else gets one. */
final class TokenIssuerTest extends SharedTokenTests {
    private static final int MAX_JSON = 64 * 1024;

    private final Bytes salt = leaves.random(16);

    private Map<String, JsonValue> claims() {
        Map<String, JsonValue> claims = new LinkedHashMap<>();
        claims.put("eat_profile", JsonValue.of(AttestationResult.PROFILE));
        claims.put("iat", JsonValue.of(leaves.now().getEpochSecond()));
        claims.put("ear_status", JsonValue.of("affirming"));
        claims.put(
                "ear_verifier_id",
                JsonValue.object(Map.of("developer", JsonValue.of("sealwright"))));
        claims.put("submods", JsonValue.object(Map.of()));
        return claims;
    }

    private static Bytes text(Map<String, JsonValue> claims) {
        return Bytes.utf8(JsonText.of(JsonValue.object(claims)));
    }

    private ProvenLeaf committed(Bytes claims) {
        Validity hour = Validity.starting(clock.instant(), Duration.ofHours(1));
        return log.appended(
                leaves.of(
                        Leaves.ORG,
                        new TokenBody.AttestationResult(SaltedDigest.of(salt, claims), hour)));
    }

    private String token(Bytes claims) {
        return service.signJwt(
                new TokenOrder(committed(claims), salt, claims, TokenAlgorithm.EDDSA));
    }

    private Bytes tokenKey(TokenAlgorithm algorithm) {
        return service.describeKeys().keys().stream()
                .filter(key -> key.label().equals(algorithm.label()))
                .map(KeyInventory.Key::spki)
                .findAny()
                .orElseThrow()
                .orElseThrow();
    }

    private static JsonValue.Obj part(String token, int index) {
        Bytes json = Bytes.fromBase64Url(token.split("\\.", -1)[index]);
        return (JsonValue.Obj) Json.read(json, MAX_JSON);
    }

    @ParameterizedTest
    @EnumSource
    void anAttestationResultBecomesATokenThatThePublishedKeyVerifies(TokenAlgorithm algorithm) {
        Bytes claims = text(claims());
        ProvenLeaf leaf = committed(claims);
        String token = service.signJwt(new TokenOrder(leaf, salt, claims, algorithm));
        String[] parts = token.split("\\.", -1);
        assertThat(parts).hasSize(3);
        Bytes signed = Bytes.utf8(parts[0] + "." + parts[1]);
        Bytes key = tokenKey(algorithm);
        assertThat(algorithm.verifies(key, signed, Bytes.fromBase64Url(parts[2]))).isTrue();
        assertThat(part(token, 0).members())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "alg", JsonValue.of(algorithm.jose()),
                                "typ", JsonValue.of("eat+jwt"),
                                "kid", JsonValue.of(algorithm.jwk(key).get("kid"))));
    }

    @Test
    void issuerIdAndTimesAreTheLeafsAndTheRestIsWhatItCommitsTo() {
        Bytes claims = text(claims());
        ProvenLeaf leaf = committed(claims);
        Map<String, JsonValue> payload =
                part(service.signJwt(new TokenOrder(leaf, salt, claims, TokenAlgorithm.EDDSA)), 1)
                        .members();
        assertThat(payload.get("iss"))
                .isEqualTo(JsonValue.of(CEREMONY.ceremony().anchors(clock.instant()).origin()));
        assertThat(payload.get("jti"))
                .isEqualTo(JsonValue.of(LeafCodec.decode(leaf.leaf()).id().base64Url()));
        assertThat(payload.get("exp"))
                .isEqualTo(JsonValue.of(leaves.now().plusSeconds(3600).getEpochSecond()));
        assertThat(payload)
                .containsAllEntriesOf(((JsonValue.Obj) Json.read(claims, MAX_JSON)).members());
        assertThat(payload).hasSize(4 + claims().size());
    }

    @Test
    void aCapabilityTokenBecomesAnAccessTokenThatSaysTheSame() {
        Claims claims =
                new Claims(
                        "agent:7",
                        new HolderKey(TestHost.ed25519().spki()),
                        0,
                        Caveats.of(
                                List.of(
                                        new Caveat.Audience(List.of("https://tools.example")),
                                        new Caveat.Tools(List.of("search")),
                                        new Caveat.Calls(3))));
        Validity hour = Validity.starting(clock.instant(), Duration.ofHours(1));
        ProvenLeaf leaf =
                log.appended(
                        leaves.of(
                                Leaves.ORG,
                                new TokenBody.CapabilityToken(
                                        SaltedDigest.of(salt, claims.encode()), hour)));
        String token =
                service.signJwt(new TokenOrder(leaf, salt, claims.encode(), TokenAlgorithm.EDDSA));
        assertThat(part(token, 0).get("typ")).contains(JsonValue.of("at+jwt"));
        Map<String, JsonValue> payload = part(token, 1).members();
        assertThat(payload).containsKeys("iss", "jti", "nbf", "exp", "iat", "client_id");
        assertThat(payload.get("sub")).isEqualTo(JsonValue.of("agent:7"));
        assertThat(payload.get("aud")).isEqualTo(JsonValue.texts(List.of("https://tools.example")));
        assertThat(JsonText.of(payload.get("cnf"))).contains(claims.holder().thumbprint());
        assertThat(JsonText.of(payload.get("authorization_details")))
                .contains("\"tools\":[\"search\"]", "\"calls\":3");

        Bytes json = Bytes.utf8("{\"sub\":\"root\"}");
        ProvenLeaf other =
                log.appended(
                        leaves.of(
                                Leaves.ORG,
                                new TokenBody.CapabilityToken(SaltedDigest.of(salt, json), hour)));
        refused(
                RefusalCode.MALFORMED,
                () -> service.signJwt(new TokenOrder(other, salt, json, TokenAlgorithm.EDDSA)));
    }

    @Test
    void otherClaimsOrAnotherSaltAreNotWhatTheLeafCommitsTo() {
        Bytes claims = text(claims());
        ProvenLeaf leaf = committed(claims);
        Map<String, JsonValue> others = claims();
        others.put("ear_status", JsonValue.of("contraindicated"));
        refused(
                RefusalCode.DIGEST,
                () ->
                        service.signJwt(
                                new TokenOrder(leaf, salt, text(others), TokenAlgorithm.EDDSA)));
        refused(
                RefusalCode.DIGEST,
                () ->
                        service.signJwt(
                                new TokenOrder(
                                        leaf, Bytes.zeros(16), claims, TokenAlgorithm.EDDSA)));
    }

    @Test
    void aClaimBeyondTheListGetsNoTokenEvenWhenItIsLogged() {
        for (String name : new String[] {"iss", "sub", "aud", "exp", "jti", "scope", "cnf"}) {
            Map<String, JsonValue> claims = claims();
            claims.put(name, JsonValue.of("anything"));
            refused(RefusalCode.CLAIMS, () -> token(text(claims)));
        }
    }

    @Test
    void aMissingClaimAnotherProfileOrAnotherTimeGetsNoToken() {
        for (String name : claims().keySet()) {
            Map<String, JsonValue> less = claims();
            less.remove(name);
            refused(RefusalCode.CLAIMS, () -> token(text(less)));
        }
        Map<String, JsonValue> profile = claims();
        profile.put("eat_profile", JsonValue.of("tag:example.com,2026:other"));
        refused(RefusalCode.CLAIMS, () -> token(text(profile)));
        Map<String, JsonValue> time = claims();
        time.put("iat", JsonValue.of(leaves.now().getEpochSecond() + 1));
        refused(RefusalCode.CLAIMS, () -> token(text(time)));
    }

    @Test
    void claimsThatAreNotInTheirOneFormGetNoToken() {
        String text = JsonText.of(JsonValue.object(claims()));
        for (String other :
                new String[] {
                    text.replace(",", ", "), text + "\n", "[]", "", "{\"a\":1,\"a\":1}"
                }) {
            refused(RefusalCode.MALFORMED, () -> token(Bytes.utf8(other)));
        }
    }

    @Test
    void aLeafOfAnotherTypeOrOutsideTheLogGetsNoToken() {
        Bytes claims = text(claims());
        ProvenLeaf event = log.appended(leaves.event());
        refused(
                RefusalCode.WRONG_TYPE,
                () -> service.signJwt(new TokenOrder(event, salt, claims, TokenAlgorithm.EDDSA)));
        Validity hour = Validity.starting(clock.instant(), Duration.ofHours(1));
        Bytes unlogged =
                leaves.of(
                        Leaves.ORG,
                        new TokenBody.AttestationResult(SaltedDigest.of(salt, claims), hour));
        ProvenLeaf forged = new ProvenLeaf(unlogged, event.receipt());
        refused(
                RefusalCode.RECEIPT,
                () -> service.signJwt(new TokenOrder(forged, salt, claims, TokenAlgorithm.EDDSA)));
    }

    @Test
    void aLeafWhoseTimeIsOverGetsNoTokenAnyMore() {
        Bytes claims = text(claims());
        ProvenLeaf leaf = committed(claims);
        clock.advance(Duration.ofHours(1).plusSeconds(61));
        refused(
                RefusalCode.WINDOW,
                () -> service.signJwt(new TokenOrder(leaf, salt, claims, TokenAlgorithm.EDDSA)));
    }

    @Test
    void aDamagedSignatureNeverLeaves() {
        Bytes claims = text(claims());
        ProvenLeaf leaf = committed(claims);
        backend.alterSignatures(signature -> Bytes.zeros(64));
        assertThatThrownBy(
                        () ->
                                service.signJwt(
                                        new TokenOrder(leaf, salt, claims, TokenAlgorithm.EDDSA)))
                .isInstanceOf(KeyServiceUnavailableException.class);
    }
}
