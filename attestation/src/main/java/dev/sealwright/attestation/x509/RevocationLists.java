package dev.sealwright.attestation.x509;

import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.verify.Check;
import dev.sealwright.attestation.verify.Examination;
import dev.sealwright.attestation.verify.Reason;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Complete CRLs (RFC 5280 section 5) of the issuers in a chain. */
public record RevocationLists(List<X509CRL> lists) {
    private static final int MAX_SIZE = 1024 * 1024;
    private static final int CRL_SIGN = 6;

    public RevocationLists {
        lists = List.copyOf(lists);
    }

    public static X509CRL der(Bytes der) {
        if (der.size() > MAX_SIZE) {
            throw new MalformedException("a CRL of more than " + MAX_SIZE + " bytes");
        }
        try {
            var parsed =
                    (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(der.stream());
            if (!Bytes.of(parsed.getEncoded()).equals(der)) {
                throw new MalformedException("bytes beside a CRL");
            }
            return parsed;
        } catch (CertificateException | CRLException e) {
            throw new MalformedException("not a CRL", e);
        }
    }

    /** Looks up each certificate of the chain (leaf first, root last) in its issuer's list. */
    public void examine(
            List<X509Certificate> chain, SignatureCheck signatures, Examination examination) {
        List<String> missing = new ArrayList<>();
        for (int i = 0; i + 1 < chain.size(); i++) {
            X509Certificate certificate = chain.get(i);
            X509Certificate issuer = chain.get(i + 1);
            List<X509CRL> own =
                    lists.stream()
                            .filter(
                                    l ->
                                            l.getIssuerX500Principal()
                                                    .equals(issuer.getSubjectX500Principal()))
                            .toList();
            if (own.isEmpty()) {
                missing.add("certificate " + i);
            }
            examine(certificate, issuer, own, signatures, examination);
        }
        if (missing.isEmpty()) {
            examination.pass(Check.REVOCATION, "");
        } else {
            examination.skip(Check.REVOCATION, "no list for " + String.join(", ", missing));
        }
    }

    /**
     * Whether any list of its issuer names the certificate. Unsigned or old lists count too: this
     * can only refuse.
     */
    public boolean names(X509Certificate certificate) {
        return lists.stream()
                .filter(
                        l ->
                                l.getIssuerX500Principal()
                                        .equals(certificate.getIssuerX500Principal()))
                .anyMatch(l -> l.isRevoked(certificate));
    }

    private static void examine(
            X509Certificate certificate,
            X509Certificate issuer,
            List<X509CRL> own,
            SignatureCheck signatures,
            Examination examination) {
        for (X509CRL list : own) {
            if (!signed(list, issuer, signatures) || list.hasUnsupportedCriticalExtension()) {
                examination.refuse(Reason.COLLATERAL_INVALID, "a CRL its issuer did not sign");
            } else if (list.isRevoked(certificate)) {
                examination.refuse(
                        Reason.CERTIFICATE_REVOKED, "a certificate of the chain is revoked");
            }
        }
        if (!own.isEmpty() && own.stream().noneMatch(l -> current(l, examination.instant()))) {
            examination.refuse(Reason.COLLATERAL_EXPIRED, "no CRL is current at the instant");
        }
    }

    private static boolean signed(X509CRL list, X509Certificate issuer, SignatureCheck signatures) {
        return signatures.signed(list, issuer.getPublicKey())
                && (issuer.getKeyUsage() == null || issuer.getKeyUsage()[CRL_SIGN]);
    }

    private static boolean current(X509CRL list, VerificationInstant instant) {
        return list.getNextUpdate() != null
                && instant.within(
                        list.getThisUpdate().toInstant(), list.getNextUpdate().toInstant());
    }
}
