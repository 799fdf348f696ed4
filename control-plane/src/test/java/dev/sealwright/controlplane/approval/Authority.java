package dev.sealwright.controlplane.approval;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.Json;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.SignatureScheme;
import dev.sealwright.protocol.crypto.Spki;
import dev.sealwright.protocol.leaf.Approvable;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;

/** Somebody who holds an authority key, and signs what he is shown. */
public record Authority(KeyPair keys) {
    public static Authority ed25519() {
        return of("Ed25519", 0);
    }

    public static Authority p256() {
        return of("EC", 256);
    }

    static Authority of(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (bits > 0) {
                generator.initialize(bits);
            }
            return new Authority(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public String registration() {
        return "{\"public_key\":\"" + Spki.encode(keys.getPublic()).base64Url() + "\"}";
    }

    public String keyId() {
        return Spki.fingerprint(keys.getPublic()).base64Url();
    }

    /** What an approval, as it was shown, is over. */
    public static Approvable approvable(Json approval) {
        return Approvable.of(
                approval.text("origin"),
                Bytes.fromBase64Url(approval.text("org_tag")),
                approval.text("type"),
                Bytes.fromBase64Url(approval.text("body")));
    }

    /** What is signed follows from the approval as it was shown. */
    public String signature(Json approval, Instant expires) {
        Bytes message = Approvable.message(approvable(approval).subject(), expires);
        return "{\"key_id\":\""
                + keyId()
                + "\",\"expires_at\":\""
                + expires
                + "\",\"signature\":\""
                + sign(message).base64Url()
                + "\"}";
    }

    private Bytes sign(Bytes message) {
        try {
            Signature signer =
                    Signature.getInstance(
                            SignatureScheme.of(keys.getPublic()).orElseThrow().jcaName());
            signer.initSign(keys.getPrivate());
            signer.update(message.toArray());
            return Bytes.of(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signs for ten minutes from then. */
    public Answer sign(Client client, String approval, Instant now) {
        return client.post(
                approval + "/signature",
                signature(client.get(approval).json(), now.plusSeconds(600)));
    }
}
