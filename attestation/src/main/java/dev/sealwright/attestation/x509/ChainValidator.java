package dev.sealwright.attestation.x509;

import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.verify.Reason;
import dev.sealwright.attestation.verify.Refusal;
import dev.sealwright.attestation.verify.VerificationInstant;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * RFC 5280 path validation by the JDK's PKIX at a given instant. Revocation is not looked at here;
 * see {@link RevocationLists}.
 */
public final class ChainValidator {
    private final PinnedRoots roots;
    private final SignatureCheck signatures;

    public ChainValidator(PinnedRoots roots, SignatureCheck signatures) {
        this.roots = roots;
        this.signatures = signatures;
    }

    public PinnedRoots roots() {
        return roots;
    }

    /** What is wrong with the chain (leaf first, root last), or empty. */
    public Optional<Refusal> against(List<X509Certificate> chain, VerificationInstant instant) {
        X509Certificate root = chain.getLast();
        if (!roots.contains(root)) {
            return refusal(Reason.ROOT_UNKNOWN, "the chain does not end at a pinned root");
        }
        if (chain.size() < 2) {
            return refusal(Reason.CHAIN_INVALID, "the chain is a root alone");
        }
        if (!current(root, instant)) {
            return refusal(Reason.CERTIFICATE_EXPIRED, "the root is not valid at the instant");
        }
        try {
            CertPathValidator.getInstance("PKIX").validate(path(chain), parameters(root, instant));
            return Optional.empty();
        } catch (CertPathValidatorException e) {
            return judged(e);
        } catch (CertificateException | InvalidAlgorithmParameterException e) {
            return refusal(Reason.CHAIN_INVALID, "the certificates do not form a chain");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks PKIX", e);
        }
    }

    public static boolean current(X509Certificate certificate, VerificationInstant instant) {
        return instant.within(
                certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
    }

    private static CertPath path(List<X509Certificate> chain) throws CertificateException {
        return CertificateFactory.getInstance("X.509")
                .generateCertPath(chain.subList(0, chain.size() - 1));
    }

    private PKIXParameters parameters(X509Certificate root, VerificationInstant instant)
            throws InvalidAlgorithmParameterException {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
        parameters.setDate(instant.date());
        parameters.setRevocationEnabled(false);
        signatures.registeredProvider().ifPresent(parameters::setSigProvider);
        return parameters;
    }

    private static Optional<Refusal> judged(CertPathValidatorException e) {
        boolean time =
                e.getReason() == BasicReason.EXPIRED || e.getReason() == BasicReason.NOT_YET_VALID;
        return time
                ? refusal(
                        Reason.CERTIFICATE_EXPIRED,
                        "a certificate of the chain is not valid at the instant")
                : refusal(
                        Reason.CHAIN_INVALID,
                        "path validation failed at certificate "
                                + e.getIndex()
                                + " ("
                                + e.getReason()
                                + ")");
    }

    private static Optional<Refusal> refusal(Reason reason, String detail) {
        return Optional.of(new Refusal(reason, detail));
    }
}
