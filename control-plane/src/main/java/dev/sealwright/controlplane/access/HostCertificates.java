package dev.sealwright.controlplane.access;

import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.Spki;
import dev.sealwright.protocol.enrol.SpiffeId;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Reads who a host is from the client certificate that the handshake verified, and from nothing
 * else.
 */
@Singleton
final class HostCertificates {
    private static final int URI_NAME = 6;

    private final String trustDomain;

    HostCertificates(VerifiedAnchors anchors) {
        this.trustDomain = anchors.trustDomain();
    }

    Optional<HostIdentity> read(HttpRequest<?> request) {
        return request.getSslSession()
                .flatMap(HostCertificates::certificate)
                .flatMap(this::identity);
    }

    private static Optional<X509Certificate> certificate(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate host
                    ? Optional.of(host)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    private Optional<HostIdentity> identity(X509Certificate certificate) {
        return onlyUri(certificate)
                .flatMap(HostCertificates::spiffeId)
                .filter(id -> id.trustDomain().equals(trustDomain))
                .map(
                        id ->
                                new HostIdentity(
                                        id.org(),
                                        Uuids.uuid(id.sandbox()),
                                        Spki.fingerprint(certificate.getPublicKey()),
                                        Certificates.encode(certificate)));
    }

    private static Optional<SpiffeId> spiffeId(String uri) {
        try {
            return Optional.of(SpiffeId.parse(uri));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /** The SPIFFE X.509-SVID form allows exactly one URI. */
    private static Optional<String> onlyUri(X509Certificate certificate) {
        try {
            var names = certificate.getSubjectAlternativeNames();
            if (names == null) {
                return Optional.empty();
            }
            List<String> uris =
                    names.stream()
                            .filter(name -> name.get(0).equals(URI_NAME))
                            .map(name -> name.get(1).toString())
                            .toList();
            return uris.size() == 1 ? Optional.of(uris.getFirst()) : Optional.empty();
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
    }
}
