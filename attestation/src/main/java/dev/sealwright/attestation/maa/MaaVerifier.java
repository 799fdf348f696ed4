package dev.sealwright.attestation.maa;

import dev.sealwright.attestation.crypto.RsaKeys;
import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.verify.Check;
import dev.sealwright.attestation.verify.Examination;
import dev.sealwright.attestation.verify.Reason;
import dev.sealwright.attestation.verify.Verifier;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies a token against the keys configured for its issuer. The token names neither its key's
 * place nor its algorithm: RS256 by a configured key of at least 2048 bits, or nothing.
 */
public final class MaaVerifier extends Verifier<MaaToken, MaaClaims> {
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final int MIN_RSA_BITS = 2048;
    private static final String NONCE = "nonce";
    private static final String RUNTIME_NONCE = "x-ms-runtime.client-payload.nonce";

    private final Map<String, JsonWebKeys> issuers;
    private final SignatureCheck signatures;
    private final Optional<Bytes> nonce;

    /**
     * @param issuers keys by issuer URL, exactly as tokens name it in {@code iss}
     * @param nonce what the token must carry; empty if none was asked, which the result then says
     */
    public MaaVerifier(
            Map<String, JsonWebKeys> issuers, SignatureCheck signatures, Optional<Bytes> nonce) {
        this.issuers = Map.copyOf(issuers);
        this.signatures = signatures;
        this.nonce = nonce;
    }

    @Override
    protected MaaClaims examine(MaaToken token, Examination examination) {
        MaaClaimSet claims = token.claims();
        String issuer = claims.issuer().orElse("");
        times(claims, examination);
        nonce(claims, examination);
        JsonWebKeys keys = issuers.get(issuer);
        if (keys == null) {
            throw examination.stop(Reason.ISSUER_UNTRUSTED, "the issuer is not a configured one");
        }
        PublicKey key =
                token.jws()
                        .keyId()
                        .flatMap(keys::get)
                        .orElseThrow(
                                () ->
                                        examination.stop(
                                                Reason.KEY_UNKNOWN, "the issuer has no such key"));
        signed(token.jws(), key, examination);
        examination.skip(Check.REVOCATION, "the issuer's keys are configured");
        return new MaaClaims(issuer, claims);
    }

    private void signed(Jws jws, PublicKey key, Examination examination) {
        if (!jws.algorithm().equals("RS256") || !RsaKeys.strong(key, MIN_RSA_BITS)) {
            throw examination.stop(
                    Reason.KEY_UNACCEPTABLE, "not RS256 by an RSA key of 2048 bits or more");
        }
        examination.require(
                Check.SIGNATURE,
                signatures.rsa256(key, jws.signedPart(), jws.signature()),
                Reason.SIGNATURE_INVALID,
                "the token is not signed by the issuer's key");
    }

    private static void times(MaaClaimSet claims, Examination examination) {
        Optional<Instant> expires = claims.time("exp");
        Instant from = claims.time("nbf").orElse(Instant.EPOCH).minus(SKEW);
        boolean current =
                expires.isPresent() && examination.instant().within(from, expires.get().plus(SKEW));
        examination.require(
                Check.ISSUER,
                current,
                Reason.TOKEN_EXPIRED,
                "the token is not valid at the instant");
    }

    private void nonce(MaaClaimSet claims, Examination examination) {
        if (nonce.isEmpty()) {
            examination.skip(Check.NONCE, "no nonce was asked");
            return;
        }
        Optional<Bytes> given =
                claims.at(NONCE)
                        .or(() -> claims.at(RUNTIME_NONCE))
                        .filter(JsonValue.Str.class::isInstance)
                        .map(v -> Bytes.utf8(v.asText(NONCE)));
        examination.require(
                Check.NONCE,
                given.isPresent()
                        && (given.get().equalsConstantTime(nonce.get())
                                || given.get()
                                        .equalsConstantTime(Bytes.utf8(nonce.get().base64Url()))),
                Reason.NONCE_MISMATCH,
                "the token answers another nonce");
    }
}
