package dev.sealwright.protocol.enrol;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.Spki;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * A certificate is a function of its leaf: key, names, times and serial all follow from it, and it
 * is signed by a CA the anchors name. Whether its time is now is for the caller to ask, through
 * {@link HostCertificate#validity}.
 */
public final class CertificateCheck {
    private CertificateCheck() {}

    /**
     * The certificate of a host against its enrolment or renewal leaf. The chain is host, host CA,
     * root.
     */
    public static HostCertificate host(
            VerifiedLeaf leaf, List<X509Certificate> chain, VerifiedAnchors anchors) {
        HostCertificate host =
                switch (leaf.leaf().body()) {
                    case LeafBody.Enrolment e ->
                            host(leaf, e.sandbox(), e.spki(), e.validity(), chain, anchors);
                    case LeafBody.Renewal r ->
                            host(leaf, r.sandbox(), r.spki(), r.validity(), chain, anchors);
                    default ->
                            throw new VerificationException(
                                    Reason.LEAF_TYPE, "a leaf that certifies no host");
                };
        CertificateProfile.CLIENT.check(host.certificate(), chain.get(1));
        return host;
    }

    private static HostCertificate host(
            VerifiedLeaf leaf,
            Bytes sandbox,
            Bytes spki,
            Validity validity,
            List<X509Certificate> chain,
            VerifiedAnchors anchors) {
        X509Certificate certificate = first(chain, anchors.hostCas(), anchors.root());
        checkCommon(leaf, certificate, spki, validity);
        SpiffeId id = new SpiffeId(anchors.trustDomain(), leaf.leaf().org(), sandbox);
        if (!SubjectNames.of(certificate).equals(Set.of(SubjectNames.uri(id.text())))) {
            throw mismatch("another name");
        }
        return new HostCertificate(id, validity, certificate);
    }

    /**
     * The certificate of a listener against its server leaf. The chain is server, server CA, root.
     */
    public static void server(
            VerifiedLeaf leaf, List<X509Certificate> chain, VerifiedAnchors anchors) {
        LeafBody.Server body = leaf.expect(LeafBody.Server.class);
        X509Certificate certificate = first(chain, anchors.serverCas(), anchors.root());
        checkCommon(leaf, certificate, body.spki(), body.validity());
        if (!SubjectNames.of(certificate).equals(SubjectNames.servers(body.names()))) {
            throw mismatch("other names");
        }
        if (!anchors.content().serverNames().containsAll(body.names())) {
            throw new VerificationException(
                    Reason.MISMATCH, "a server name that the anchors do not name");
        }
        CertificateProfile.SERVER.check(certificate, chain.get(1));
    }

    /** The one of these CAs that signed the certificate; any of them if none did. */
    static X509Certificate issuer(X509Certificate certificate, List<X509Certificate> cas) {
        return cas.stream()
                .filter(ca -> Certificates.isIssuedBy(certificate, ca))
                .findFirst()
                .orElse(cas.getFirst());
    }

    private static X509Certificate first(
            List<X509Certificate> chain, List<X509Certificate> cas, X509Certificate root) {
        if (chain.size() != 3 || !cas.contains(chain.get(1)) || !chain.get(2).equals(root)) {
            throw new VerificationException(
                    Reason.CERTIFICATE, "a chain that does not lead to the pinned root");
        }
        return chain.getFirst();
    }

    private static void checkCommon(
            VerifiedLeaf leaf, X509Certificate certificate, Bytes spki, Validity validity) {
        if (!Spki.fingerprint(certificate.getPublicKey()).equals(spki)) {
            throw mismatch("another key");
        }
        if (!certificate.getNotBefore().toInstant().equals(validity.notBefore())
                || !certificate.getNotAfter().toInstant().equals(validity.expires())) {
            throw mismatch("other times");
        }
        if (!certificate
                .getSerialNumber()
                .equals(CertificateSerial.of(leaf.origin(), leaf.index(), leaf.bytes()))) {
            throw mismatch("another serial number");
        }
    }

    private static VerificationException mismatch(String what) {
        return new VerificationException(
                Reason.MISMATCH, "a certificate with " + what + " than its leaf says");
    }
}
