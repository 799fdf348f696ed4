package dev.sealwright.attestation.hsmkey;

import dev.sealwright.attestation.crypto.RsaKeys;
import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.verify.Refusal;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.x509.Certificates;
import dev.sealwright.attestation.x509.ChainValidator;
import dev.sealwright.attestation.x509.PinnedRoots;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who vouches for a LiquidSecurity HSM. Its maker's root signs the certificate of the card, the
 * card that of the partition, which signs attestations; its owner's root signs certificates of the
 * same keys, each by itself.
 *
 * <p>A card's certificate makes it no authority (X.509 version 1, without extensions), so a path
 * goes from the root to the card only (RFC 5280), and the card's signature of its partition is
 * looked at beside.
 */
final class LiquidSecurityChains {
    private static final int PARTITION_BITS = LiquidSecurityAttestation.SIGNATURE * Byte.SIZE;
    private static final int MIN_CARD_BITS = 2048;
    private static final Set<String> ALGORITHMS =
            Set.of("SHA256withRSA", "SHA384withRSA", "SHA512withRSA");

    private final List<X509Certificate> pool;
    private final LiquidSecurityRoots roots;
    private final VerificationInstant instant;
    private final SignatureCheck signatures = SignatureCheck.onJdk();

    LiquidSecurityChains(
            List<X509Certificate> pool, LiquidSecurityRoots roots, VerificationInstant instant) {
        this.pool = List.copyOf(pool);
        this.roots = roots;
        this.instant = instant;
    }

    /** The maker's chain. */
    private record Made(X509Certificate partition, X509Certificate card, X509Certificate root) {}

    /**
     * The HSM that made the signature; its owner has to vouch for card and partition.
     *
     * @throws VerificationException when none did that leads to the roots
     */
    HsmIdentity signer(Bytes signed, Bytes signature) {
        List<X509Certificate> signers =
                pool.stream()
                        .filter(LiquidSecurityChains::isOfPartition)
                        .filter(each -> signatures.rsa256(each.getPublicKey(), signed, signature))
                        .toList();
        if (signers.isEmpty()) {
            throw refused("no certificate at hand is of the HSM that signed the attestation");
        }
        Made made = made(signers);
        roots.owner().ifPresent(owner -> ownersRoot(owner, made.partition(), "partition"));
        return identity(made);
    }

    /**
     * The HSM of this certificate; its owner has to vouch for the card.
     *
     * @throws VerificationException when it does not lead to the roots
     */
    HsmIdentity holder(X509Certificate partition) {
        if (!isOfPartition(partition)) {
            throw refused("the HSM's certificate is not of an RSA key of its kind");
        }
        return identity(made(List.of(partition)));
    }

    private HsmIdentity identity(Made made) {
        return new HsmIdentity(
                Certificates.name(made.partition()),
                Certificates.name(made.root()),
                roots.owner()
                        .map(owner -> ownersRoot(owner, made.card(), "card"))
                        .map(Certificates::name));
    }

    private Made made(List<X509Certificate> partitions) {
        List<String> flaws = new ArrayList<>();
        for (X509Certificate partition : partitions) {
            for (X509Certificate card : issuers(partition, each -> !isSelfIssued(each))) {
                Optional<X509Certificate> root = root(card, roots.maker(), flaws);
                if (root.isPresent() && isGood(partition, card, flaws)) {
                    return new Made(partition, card, root.get());
                }
            }
        }
        throw refused("the HSM, by its maker", flaws);
    }

    private boolean isGood(X509Certificate partition, X509Certificate card, List<String> flaws) {
        if (!ChainValidator.current(partition, instant)) {
            flaws.add("the certificate of its partition is not valid at the instant");
            return false;
        }
        if (!RsaKeys.strong(card.getPublicKey(), MIN_CARD_BITS)
                || !ALGORITHMS.contains(partition.getSigAlgName())) {
            flaws.add("its card signed its partition too weakly");
            return false;
        }
        return true;
    }

    /** The owner's root that signed a certificate of the same key. */
    private X509Certificate ownersRoot(PinnedRoots owner, X509Certificate makers, String what) {
        List<String> flaws = new ArrayList<>();
        for (X509Certificate each : pool) {
            if (each.getPublicKey().equals(makers.getPublicKey())) {
                Optional<X509Certificate> root = root(each, owner, flaws);
                if (root.isPresent()) {
                    return root.get();
                }
            }
        }
        throw refused("the HSM's " + what + ", by its owner", flaws);
    }

    /** The pinned root directly above a certificate (RFC 5280), or one more flaw. */
    private Optional<X509Certificate> root(
            X509Certificate certificate, PinnedRoots pinned, List<String> flaws) {
        var chains = new ChainValidator(pinned, signatures);
        for (X509Certificate root : issuers(certificate, pinned::contains)) {
            Optional<Refusal> refusal = chains.against(List.of(certificate, root), instant);
            if (refusal.isEmpty()) {
                return Optional.of(root);
            }
            flaws.add(refusal.get().detail());
        }
        return Optional.empty();
    }

    private List<X509Certificate> issuers(
            X509Certificate certificate, Predicate<X509Certificate> which) {
        return pool.stream()
                .filter(which)
                .filter(each -> Certificates.issued(each, certificate))
                .toList();
    }

    private static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static boolean isOfPartition(X509Certificate certificate) {
        return certificate.getPublicKey() instanceof RSAPublicKey key
                && key.getModulus().bitLength() == PARTITION_BITS;
    }

    private static VerificationException refused(String what, List<String> flaws) {
        return refused(
                what + ": " + (flaws.isEmpty() ? "no root that is believed" : flaws.getFirst()));
    }

    private static VerificationException refused(String detail) {
        return new VerificationException(Reason.SIGNATURE, detail);
    }
}
