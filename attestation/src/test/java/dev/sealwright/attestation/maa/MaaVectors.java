package dev.sealwright.attestation.maa;

import static dev.sealwright.attestation.pki.Outcomes.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.attestation.crypto.RsaKeys;
import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.vectors.Vectors;
import dev.sealwright.attestation.verify.Reason;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.wire.Json;
import dev.sealwright.protocol.Bytes;
import java.util.Map;
import java.util.Optional;

/** What the verdict rows of Azure's tokens demand; called from the table of rows. */
public final class MaaVectors {
    private MaaVectors() {}

    /** No snapshot of its issuer's keys exists: the claims can be read, and the key is unknown. */
    public static void unknownKeyIsRefused(String path, String instant) {
        MaaToken token = MaaToken.parse(Vectors.text(path));
        assertThat(token.claims().attestationType()).contains("sevsnpvm");
        JsonWebKeys others = JsonWebKeys.parse(Vectors.read(KEYS));
        String issuer = token.claims().issuer().orElseThrow();
        var configured =
                new MaaVerifier(Map.of(issuer, others), SignatureCheck.onJdk(), Optional.empty());
        var at = VerificationInstant.parse(instant);
        assertThat(reasons(configured.verify(token, at))).containsExactly(Reason.KEY_UNKNOWN);
        var elsewhere = new MaaVerifier(Map.of(), SignatureCheck.onJdk(), Optional.empty());
        assertThat(reasons(elsewhere.verify(token, at))).containsExactly(Reason.ISSUER_UNTRUSTED);
        assertThat(
                        reasons(
                                elsewhere.verify(
                                        token, VerificationInstant.parse("2026-06-01T00:00:00Z"))))
                .containsExactly(Reason.TOKEN_EXPIRED, Reason.ISSUER_UNTRUSTED);
    }

    public static void releasePolicyDenies() {
        ReleasePolicy policy = ReleasePolicy.parse(Vectors.read(SKR));
        assertThat(policy.anyOf()).hasSize(26);
        MaaClaimSet claims = decoded("maa/azure-cvm/sampleAttestationToken.json");
        String issuer = claims.issuer().orElseThrow();
        assertThat(policy.anyOf()).allMatch(entry -> entry.condition().holds(claims));
        assertThat(policy.releases(issuer, claims)).isFalse();
        assertThat(policy.releases("https://sharedeus.eus.attest.azure.net", claims)).isTrue();
    }

    public static void decodedClaimsAreRead() {
        assertThat(decoded("maa/azure-cvm/sampleAttestationToken.json").attestationType())
                .contains("sevsnpvm");
    }

    public static void keysAreTakenFromCertificatesAndOneIsTooWeak() {
        JsonWebKeys keys = JsonWebKeys.parse(Vectors.read(KEYS));
        assertThat(keys.byId().values().stream().mapToInt(java.util.List::size).sum()).isEqualTo(5);
        assertThat(keys.byId().values().stream().flatMap(java.util.List::stream))
                .anyMatch(key -> !RsaKeys.strong(key, 2048))
                .anyMatch(key -> RsaKeys.strong(key, 2048));
    }

    /** The file has header and payload one after the other. */
    public static void printedTokenIsRead() {
        String text = Vectors.text("maa/azure-samples/post.attest.response.jwt.body.json");
        String payload = text.substring(text.indexOf('{', 1));
        MaaClaimSet claims = new MaaClaimSet(Json.read(payload, 65_536).asObject("claims"));
        assertThat(claims.text("tee")).contains("sgx");
        assertThat(claims.debuggable()).isFalse();
    }

    public static final String CLIENTLIB_TIME = "2023-03-30T12:00:00Z";

    private static final String KEYS = "maa/azure-samples/get.certs.response.body.json";
    private static final String SKR = "maa/azure-cvm/public_SKR_policy-datadisk.json";

    private static MaaClaimSet decoded(String path) {
        Bytes text = Vectors.read(path);
        return new MaaClaimSet(Json.read(text, 65_536).asObject("claims"));
    }
}
