package dev.sealwright.keyservice.token;

import dev.sealwright.attestation.wire.JsonText;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.TokenAlgorithm;
import dev.sealwright.keyservice.api.TokenOrder;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.inventory.KeyRole;
import dev.sealwright.keyservice.inventory.ServiceKeys;
import dev.sealwright.keyservice.refusal.Refusals;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.SaltedDigest;
import dev.sealwright.protocol.leaf.TokenBody;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.time.InstantSource;
import java.util.EnumMap;
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
    private final Map<TokenAlgorithm, Signer> signers = new EnumMap<>(TokenAlgorithm.class);
    private final String issuer;
    private final InstantSource clock;
    private final ReceiptVerifier receipts;

    private record Signer(KeyHandle key, Bytes spki, String keyId) {}

    public TokenIssuer(
            KeyBackend backend, ServiceKeys keys, ReceiptVerifier receipts, InstantSource clock) {
        this.backend = backend;
        for (TokenAlgorithm algorithm : TokenAlgorithm.values()) {
            KeyHandle key = keys.handle(roleOf(algorithm));
            Bytes spki = backend.publicKey(key);
            String keyId = algorithm.jwk(spki).get("kid");
            signers.put(algorithm, new Signer(key, spki, Objects.requireNonNull(keyId)));
        }
        this.issuer = receipts.anchors().origin();
        this.clock = clock;
        this.receipts = receipts;
    }

    private static KeyRole roleOf(TokenAlgorithm algorithm) {
        return switch (algorithm) {
            case EDDSA -> KeyRole.TOKEN;
            case ES256 -> KeyRole.TOKEN_ES256;
        };
    }

    private String header(TokenBody body, TokenAlgorithm algorithm) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("alg", JsonValue.of(algorithm.jose()));
        members.put(
                "typ",
                JsonValue.of(
                        switch (body) {
                            case TokenBody.AttestationResult _ -> "eat+jwt";
                            case TokenBody.CapabilityToken _ -> "at+jwt";
                        }));
        members.put("kid", JsonValue.of(signer(algorithm).keyId()));
        return JsonText.of(JsonValue.object(members));
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
        return signed(
                order.algorithm(),
                header(body, order.algorithm()),
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

    private Signer signer(TokenAlgorithm algorithm) {
        return Objects.requireNonNull(signers.get(algorithm));
    }

    private String signed(TokenAlgorithm algorithm, String header, String payload) {
        String text = Bytes.utf8(header).base64Url() + "." + Bytes.utf8(payload).base64Url();
        Bytes message = Bytes.utf8(text);
        Signer signer = signer(algorithm);
        Bytes input =
                switch (algorithm) {
                    case EDDSA -> message;
                    case ES256 -> Sha256.of(message);
                };
        Bytes signature = backend.sign(signer.key(), input);
        if (!algorithm.verifies(signer.spki(), message, signature)) {
            throw new KeyServiceUnavailableException(
                    "The HSM returned a signature that does not verify; no token is made of it.");
        }
        return text + "." + signature.base64Url();
    }
}
