package dev.sealwright.host.renew;

import dev.sealwright.client.host.HostFolder;
import dev.sealwright.client.host.KnownHost;
import dev.sealwright.client.host.Renewal;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.tls.HostKey;
import dev.sealwright.client.tls.Pkcs10;
import dev.sealwright.host.link.EnrolledSession;
import dev.sealwright.host.link.ServiceLink;
import dev.sealwright.host.log.LogFollowing;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.enrol.CertificateAnswer;
import dev.sealwright.protocol.enrol.HostCertificate;
import dev.sealwright.protocol.enrol.RenewalAnswer;
import dev.sealwright.protocol.enrol.RenewalProof;
import dev.sealwright.protocol.enrol.RenewalRequest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Replaces the certificate by its next one: same key, same identity, proof by the key. What the
 * service answers is verified before it replaces anything.
 */
public final class CertificateRenewal {
    private static final Duration LENGTH = Duration.ofHours(1);

    private final HostFolder folder;
    private final KnownHost known;
    private final ServiceLink link;
    private final LogFollowing log;
    private final InstantSource clock;

    public CertificateRenewal(EnrolledSession session, InstantSource clock) {
        this.folder = session.folder();
        this.known = session.known();
        this.link = session.link();
        this.log = session.log();
        this.clock = clock;
    }

    /** The new certificate, on disk and in use. */
    public HostCertificate run() {
        HostKey key = folder.key().orElseThrow(CertificateRenewal::withoutKey);
        X509Certificate old = folder.chain().getFirst();
        RenewalRequest request = request(key, old);
        CertificateAnswer answer = link.renew(request);
        HostCertificate certificate =
                RenewalAnswer.verify(
                        answer, request, key.spki(), old, known.verifier(), clock.instant());
        log.see(answer.receipt().checkpoint());
        folder.writeRenewal(known.config().renewed(new Renewal(answer, old)), answer.chain());
        link.use(folder.identity());
        return certificate;
    }

    private RenewalRequest request(HostKey key, X509Certificate old) {
        Validity validity = Validity.starting(clock.instant(), LENGTH);
        String origin = known.verifier().anchors().origin();
        var previous = Sha256.of(Certificates.encode(old));
        var proof = new RenewalProof(origin, previous, key.spki(), validity);
        return new RenewalRequest(Pkcs10.request(key), validity, key.sign(proof.message()));
    }

    private static CommandFailure withoutKey() {
        return new CommandFailure(
                ExitCode.LOCAL, "the host's key is missing", "enrol the host again");
    }
}
