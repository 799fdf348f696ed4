package dev.sealwright.keyservice.token;

import dev.sealwright.attestation.wire.JsonText;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.TokenAlgorithm;
import dev.sealwright.keyservice.api.TokenOrder;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.clientkey.TokenKeys;
import dev.sealwright.keyservice.refusal.Refusals;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.SaltedDigest;
import dev.sealwright.protocol.leaf.TokenBody;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Signs JSON Web Tokens (RFC 7519). Header and claims are made here: the issuer is the log, the
 * token's id is the leaf's, its times are the leaf's, and the rest are the claims that the leaf
 * commits to, held to what a token of that type may say.
 */
public final class TokenIssuer {
    private final KeyBackend backend;
    private final TokenKeys keys;
    private final String issuer;
    private final InstantSource clock;
    private final ReceiptVerifier receipts;

    public TokenIssuer(
            KeyBackend backend, TokenKeys keys, ReceiptVerifier receipts, InstantSource clock) {
        this.backend = backend;
        this.keys = keys;
        this.issuer = receipts.anchors().origin();
        this.clock = clock;
        this.receipts = receipts;
    }

    private static String header(
            TokenBody body, TokenAlgorithm algorithm, TokenKeys.Signing signer) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("alg", JsonValue.of(algorithm.jose()));
        members.put(
                "typ",
                JsonValue.of(
                        switch (body) {
                            case TokenBody.AttestationResult _ -> "eat+jwt";
                            case TokenBody.CapabilityToken _ -> "at+jwt";
                        }));
        members.put("kid", JsonValue.of(keyId(algorithm, signer)));
        return JsonText.of(JsonValue.object(members));
    }

    private static String keyId(TokenAlgorithm algorithm, TokenKeys.Signing signer) {
        return Objects.requireNonNull(algorithm.jwk(signer.spki()).get("kid"));
    }

    /** The token in compact form (RFC 7515 section 7.1). */
    public String sign(TokenOrder order) {
        Leaf leaf = Refusals.verify(receipts, order.leaf()).leaf();
        if (!(leaf.body() instanceof TokenBody body)) {
            throw new KeyServiceRefusedException(
                    RefusalCode.WRONG_TYPE, "no token follows from a leaf of this type");
        }
        Refusals.require(
                SaltedDigest.of(order.salt(), order.claims()).equals(body.digest()),
                RefusalCode.DIGEST,
                "these are not the claims that the leaf commits to");
        Refusals.require(
                !body.validity().over(clock.instant()),
                RefusalCode.WINDOW,
                "the token would be valid no longer");
        JsonValue.Obj claims =
                switch (body) {
                    case TokenBody.AttestationResult result ->
                            AttestationClaims.of(order.claims(), leaf);
                    case TokenBody.CapabilityToken token ->
                            CapabilityClaims.of(order.claims(), leaf);
                };
        TokenKeys.Signing signer = keys.signing(order.algorithm().signing());
        return signed(
                order.algorithm(),
                signer,
                header(body, order.algorithm(), signer),
                JsonText.of(payload(leaf, body.validity(), claims)));
    }

    private JsonValue.Obj payload(Leaf leaf, Validity validity, JsonValue.Obj claims) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("iss", JsonValue.of(issuer));
        members.put("jti", JsonValue.of(leaf.id().base64Url()));
        members.put("nbf", JsonValue.of(validity.notBefore().getEpochSecond()));
        members.put("exp", JsonValue.of(validity.expires().getEpochSecond()));
        members.putAll(claims.members());
        return JsonValue.object(members);
    }

    private String signed(
            TokenAlgorithm algorithm, TokenKeys.Signing signer, String header, String payload) {
        String text = Bytes.utf8(header).base64Url() + "." + Bytes.utf8(payload).base64Url();
        Bytes message = Bytes.utf8(text);
        Bytes input =
                switch (algorithm) {
                    case EDDSA -> message;
                    case ES256 -> Sha256.of(message);
                };
        Bytes signature =
                backend.signVerified(
                        signer.handle(),
                        input,
                        made -> algorithm.verifies(signer.spki(), message, made));
        return text + "." + signature.base64Url();
    }
}
