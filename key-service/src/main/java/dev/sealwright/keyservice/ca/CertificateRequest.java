package dev.sealwright.keyservice.ca;

import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.SignatureScheme;
import dev.sealwright.protocol.crypto.Spki;
import java.io.IOException;
import java.security.PublicKey;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/**
 * A PKCS#10 request (RFC 2986) as proof that its sender holds a private key. Subject and attributes
 * are not read: what a certificate says comes from the leaf.
 *
 * @param spki DER SubjectPublicKeyInfo, of a P-256, P-384 or Ed25519 key
 */
public record CertificateRequest(Bytes spki) {
    private static final int MAX_SIZE = 8 * 1024;

    private static final Map<SignatureScheme, ASN1ObjectIdentifier> ALGORITHMS =
            Map.of(
                    SignatureScheme.ECDSA_P256, X9ObjectIdentifiers.ecdsa_with_SHA256,
                    SignatureScheme.ECDSA_P384, X9ObjectIdentifiers.ecdsa_with_SHA384,
                    SignatureScheme.ED25519, EdECObjectIdentifiers.id_Ed25519);

    /** Parses the request and verifies its own signature. */
    public static CertificateRequest verify(Bytes der) {
        try {
            PKCS10CertificationRequest request = parse(der);
            Bytes spki = Bytes.of(request.getSubjectPublicKeyInfo().getEncoded("DER"));
            PublicKey key = key(spki);
            SignatureScheme scheme = SignatureScheme.of(key).orElseThrow();
            requireAlgorithm(request, scheme);
            Bytes signed =
                    Bytes.of(
                            request.toASN1Structure()
                                    .getCertificationRequestInfo()
                                    .getEncoded("DER"));
            if (!scheme.verify(key, signed, Bytes.of(request.getSignature()))) {
                throw refused(RefusalCode.CSR, "the request's own signature does not verify");
            }
            return new CertificateRequest(spki);
        } catch (IOException e) {
            throw refused(RefusalCode.CSR, "not a PKCS#10 request");
        }
    }

    private static PKCS10CertificationRequest parse(Bytes der) throws IOException {
        if (der.size() > MAX_SIZE) {
            throw refused(RefusalCode.CSR, "a request larger than " + MAX_SIZE + " bytes");
        }
        try {
            PKCS10CertificationRequest request = new PKCS10CertificationRequest(der.toArray());
            if (!Bytes.of(request.toASN1Structure().getEncoded("DER")).equals(der)) {
                throw refused(RefusalCode.CSR, "a request that is not in DER");
            }
            // RFC 3279 section 2.2: every signature we take is whole octets.
            if (request.toASN1Structure().getSignature().getPadBits() != 0) {
                throw refused(RefusalCode.CSR, "a signature that is no whole number of octets");
            }
            return request;
        } catch (KeyServiceRefusedException e) {
            throw e;
        } catch (RuntimeException e) {
            // What is ASN.1 and no request ends in whatever the library stumbles over.
            throw new IOException("not a PKCS#10 request", e);
        }
    }

    private static PublicKey key(Bytes spki) {
        try {
            return Spki.parse(spki);
        } catch (MalformedException e) {
            throw refused(RefusalCode.KEY_TYPE, "accepted are keys on P-256, P-384 and Ed25519");
        }
    }

    private static void requireAlgorithm(
            PKCS10CertificationRequest request, SignatureScheme scheme) {
        var algorithm = request.getSignatureAlgorithm();
        if (!algorithm.getAlgorithm().equals(ALGORITHMS.get(scheme))
                || algorithm.getParameters() != null) {
            throw refused(RefusalCode.CSR, "signed by another algorithm than its key's own");
        }
    }

    private static KeyServiceRefusedException refused(RefusalCode code, String detail) {
        return new KeyServiceRefusedException(code, detail);
    }
}
