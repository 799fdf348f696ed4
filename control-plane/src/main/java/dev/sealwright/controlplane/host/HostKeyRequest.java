package dev.sealwright.controlplane.host;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.crypto.SignatureScheme;
import dev.sealwright.protocol.crypto.Spki;
import dev.sealwright.protocol.enrol.EnrolmentRequest;
import java.io.IOException;
import java.security.PublicKey;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/**
 * A host's PKCS#10 request (RFC 2986): it shows who holds the key, and nothing else in it is read.
 * It is as strict as the key service, so that a bootstrap is never burned for a key that gets no
 * certificate.
 *
 * @param der the request
 * @param spki DER SubjectPublicKeyInfo
 */
public record HostKeyRequest(Bytes der, Bytes spki) {
    private static final Map<SignatureScheme, ASN1ObjectIdentifier> ALGORITHMS =
            Map.of(
                    SignatureScheme.ECDSA_P256, X9ObjectIdentifiers.ecdsa_with_SHA256,
                    SignatureScheme.ECDSA_P384, X9ObjectIdentifiers.ecdsa_with_SHA384,
                    SignatureScheme.ED25519, EdECObjectIdentifiers.id_Ed25519);

    /** SHA-256 of the key. */
    public Bytes fingerprint() {
        return Sha256.of(spki);
    }

    /** Reads a request and verifies its signature by its own key; throws MalformedException. */
    public static HostKeyRequest parse(Bytes der) {
        PKCS10CertificationRequest request = decode(der);
        try {
            Bytes spki = Bytes.of(request.getSubjectPublicKeyInfo().getEncoded(ASN1Encoding.DER));
            PublicKey key = Spki.parse(spki);
            SignatureScheme scheme =
                    SignatureScheme.of(key)
                            .orElseThrow(() -> new MalformedException("a key of another type"));
            requireAlgorithm(request.getSignatureAlgorithm(), scheme);
            byte[] signed =
                    request.toASN1Structure()
                            .getCertificationRequestInfo()
                            .getEncoded(ASN1Encoding.DER);
            if (!scheme.verify(key, Bytes.of(signed), Bytes.of(request.getSignature()))) {
                throw new MalformedException("a certificate request that its own key did not sign");
            }
            return new HostKeyRequest(der, spki);
        } catch (IOException | IllegalStateException e) {
            throw new MalformedException("not a certificate request", e);
        }
    }

    private static PKCS10CertificationRequest decode(Bytes der) {
        if (der.size() > EnrolmentRequest.MAX_CSR) {
            throw new MalformedException(
                    "a certificate request larger than " + EnrolmentRequest.MAX_CSR);
        }
        try {
            PKCS10CertificationRequest request = new PKCS10CertificationRequest(der.toArray());
            if (!Bytes.of(request.toASN1Structure().getEncoded(ASN1Encoding.DER)).equals(der)) {
                throw new MalformedException("a certificate request that is not in DER");
            }
            return request;
        } catch (MalformedException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // What is ASN.1 and no request ends in whatever the library stumbles over.
            throw new MalformedException("not a certificate request", e);
        }
    }

    private static void requireAlgorithm(AlgorithmIdentifier algorithm, SignatureScheme scheme) {
        if (!algorithm.getAlgorithm().equals(ALGORITHMS.get(scheme))
                || algorithm.getParameters() != null) {
            throw new MalformedException(
                    "a certificate request signed by another algorithm than its key's own");
        }
    }
}
