package dev.sealwright.attestation;

import dev.sealwright.attestation.aci.UvmEndorsement;
import dev.sealwright.attestation.crypto.RsaKeys;
import dev.sealwright.attestation.dcap.SignedJson;
import dev.sealwright.attestation.evidence.Collateral;
import dev.sealwright.attestation.evidence.CollateralReader;
import dev.sealwright.attestation.kms.RecipientEnvelope;
import dev.sealwright.attestation.maa.MaaClaimSet;
import dev.sealwright.attestation.maa.ReleasePolicy;
import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.vtpm.TpmQuote;
import dev.sealwright.attestation.wire.Json;
import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.attestation.x509.Certificates;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Files that lie beside evidence, to be shown: collateral, a quote without its signature, a utility
 * VM's endorsement, a KMS envelope, a release policy, the decoded claims of a token.
 */
record BesideEvidence(String kind, JsonValue.Obj facts) {
    private static final int MAX_SIZE = 512 * 1024;
    private static final int STRONG = 2048;

    private static final List<Function<Bytes, BesideEvidence>> READERS =
            List.of(
                    file -> collateral(CollateralReader.read(file)),
                    file -> quote(TpmQuote.parse(file)),
                    file ->
                            new BesideEvidence(
                                    "utility VM endorsement",
                                    UvmEndorsement.parse(text(file)).facts()),
                    file -> envelope(RecipientEnvelope.parse(file)),
                    file -> policy(ReleasePolicy.parse(file)),
                    file -> claims(Json.read(file, MAX_SIZE).asObject("claims")));

    /** Empty if it is none of them. */
    static Optional<BesideEvidence> read(Bytes file) {
        return READERS.stream().flatMap(reader -> taken(reader, file).stream()).findFirst();
    }

    private static Optional<BesideEvidence> taken(
            Function<Bytes, BesideEvidence> reader, Bytes file) {
        try {
            return Optional.of(reader.apply(file));
        } catch (MalformedException another) {
            return Optional.empty();
        }
    }

    /** Base64 text, or the bytes as they are. */
    private static Bytes text(Bytes file) {
        try {
            return Bytes.fromBase64(
                    new String(file.toArray(), java.nio.charset.StandardCharsets.ISO_8859_1)
                            .strip());
        } catch (MalformedException binary) {
            return file;
        }
    }

    private static BesideEvidence collateral(Collateral collateral) {
        Facts facts = new Facts();
        int number = 0;
        for (X509Certificate certificate : collateral.certificates()) {
            facts.put("certificate " + ++number, certificate(certificate));
        }
        for (X509CRL list : collateral.revocationLists()) {
            facts.put("revocation list " + ++number, list(list));
        }
        for (SignedJson document : collateral.tcbInfos()) {
            facts.put("TCB info " + ++number, document(document));
        }
        for (SignedJson document : collateral.enclaveIdentities()) {
            facts.put("enclave identity " + ++number, document(document));
        }
        collateral
                .tokenKeys()
                .forEach(keys -> keys.byId().forEach((id, all) -> keys(facts, id, all)));
        for (PublicKey key : collateral.attestationKeys()) {
            facts.put("public key " + ++number, key(key));
        }
        collateral.signatures().forEach(signature -> facts.put("signature", signature));
        return new BesideEvidence("collateral", facts.end());
    }

    private static void keys(Facts facts, String id, List<PublicKey> keys) {
        boolean weak = keys.stream().anyMatch(k -> !RsaKeys.strong(k, STRONG));
        String strength = weak ? "; too weak, refused as a signer" : "";
        facts.put("token key " + id, key(keys.getFirst()) + strength);
    }

    private static JsonValue.Obj certificate(X509Certificate certificate) {
        return new Facts()
                .put("subject", certificate.getSubjectX500Principal().getName())
                .put("issuer", certificate.getIssuerX500Principal().getName())
                .put("not_before", certificate.getNotBefore().toInstant())
                .put("not_after", certificate.getNotAfter().toInstant())
                .put("key", key(certificate.getPublicKey()))
                .put("signed_by", certificate.getSigAlgName())
                .put("sha256", Certificates.fingerprint(certificate))
                .end();
    }

    private static JsonValue.Obj list(X509CRL list) {
        Facts facts =
                new Facts()
                        .put("issuer", list.getIssuerX500Principal().getName())
                        .put("this_update", list.getThisUpdate().toInstant());
        if (list.getNextUpdate() != null) {
            facts.put("next_update", list.getNextUpdate().toInstant());
        }
        var revoked = list.getRevokedCertificates();
        return facts.put("revoked", revoked == null ? 0 : revoked.size()).end();
    }

    /** The members that are plain values; the levels are counted. */
    private static JsonValue.Obj document(SignedJson document) {
        JsonFields fields = JsonFields.of(Json.read(document.text(), SignedJson.MAX_SIZE), "it");
        Facts facts = new Facts();
        for (String name : fields.names()) {
            switch (fields.take(name)) {
                case JsonValue.Arr(var items) -> facts.put(name, items.size() + " entries");
                case JsonValue.Obj _ -> facts.put(name, "(an object)");
                case JsonValue plain -> facts.put(name, plain);
            }
        }
        return facts.end();
    }

    private static String key(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> "RSA " + rsa.getModulus().bitLength();
            case ECPublicKey ec -> "EC " + ec.getParams().getCurve().getField().getFieldSize();
            default -> key.getAlgorithm();
        };
    }

    private static BesideEvidence quote(TpmQuote quote) {
        return new BesideEvidence("TPM quote without its signature", quote.facts().end());
    }

    private static BesideEvidence envelope(RecipientEnvelope envelope) {
        return new BesideEvidence(
                "KMS envelope",
                new Facts()
                        .put("recipient_key_id", envelope.recipientKeyId())
                        .put("key_encryption", "RSAES-OAEP, SHA-256")
                        .put("content_encryption", "AES-256-CBC, not authenticated")
                        .put("encrypted_key_bytes", envelope.encryptedKey().size())
                        .put("ciphertext_bytes", envelope.ciphertext().size())
                        .end());
    }

    private static BesideEvidence policy(ReleasePolicy policy) {
        Facts facts = new Facts();
        policy.anyOf()
                .forEach(
                        entry ->
                                facts.put(
                                        entry.authority(),
                                        new Facts().put("if", entry.condition().text()).end()));
        return new BesideEvidence("key release policy", facts.end());
    }

    private static BesideEvidence claims(JsonValue.Obj claims) {
        if (claims.get("iss").isEmpty()) {
            throw new MalformedException("claims without an issuer");
        }
        return new BesideEvidence("claims of a token, unsigned", new MaaClaimSet(claims).facts());
    }
}
