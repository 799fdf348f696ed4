package dev.sealwright.host.enrol;

import dev.sealwright.client.host.HostConfig;
import dev.sealwright.client.host.HostFolder;
import dev.sealwright.client.http.Credential;
import dev.sealwright.client.http.ProblemException;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.Retries;
import dev.sealwright.client.http.ServiceAddress;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.tls.HostKey;
import dev.sealwright.client.tls.HostKeyType;
import dev.sealwright.client.tls.PinnedTls;
import dev.sealwright.client.tls.Pkcs10;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import dev.sealwright.protocol.bootstrap.BootstrapUrl;
import dev.sealwright.protocol.enrol.BootstrapOffer;
import dev.sealwright.protocol.enrol.CertificateAnswer;
import dev.sealwright.protocol.enrol.EnrolledHost;
import dev.sealwright.protocol.enrol.EnrolmentAnswer;
import dev.sealwright.protocol.enrol.EnrolmentChallenge;
import dev.sealwright.protocol.enrol.EnrolmentRequest;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The procedure by which a host is enrolled. Trust comes from the root fingerprint in the URL and
 * from nothing the service says; nothing is stored before it has been verified, the host's own key
 * excepted.
 */
final class Enrolment {
    private final HostFolder folder;
    private final HostKeyType keyType;
    private final Surroundings surroundings;
    private final InstantSource clock;

    Enrolment(HostFolder folder, HostKeyType keyType, Surroundings surroundings) {
        this.folder = folder;
        this.keyType = keyType;
        this.surroundings = surroundings;
        this.clock = surroundings.clock();
    }

    EnrolledHost run(BootstrapUrl url) {
        var address = ServiceAddress.parse("https://" + url.authority());
        try (var service = connect(address, url)) {
            EnrolmentChallenge challenge = challenge(service, url.id());
            var offer =
                    BootstrapOffer.verify(
                            challenge, url.seed().publicKey(), url.pin(), clock.instant());
            var pending = new PendingEnrolment(folder);
            HostKey key = pending.key(url.id(), keyType, surroundings.random());
            CertificateAnswer answer = exchange(service, url, offer, key, pending);
            EnrolledHost host = EnrolmentAnswer.verify(answer, offer, key.spki(), clock.instant());
            folder.writeEnrolment(
                    challenge.anchors(),
                    answer.chain(),
                    new HostConfig(address, url.pin(), answer, Optional.empty()));
            pending.end();
            return host;
        }
    }

    private ServiceClient connect(ServiceAddress address, BootstrapUrl url) {
        return new ServiceClient(
                address,
                PinnedTls.anonymous(url.pin(), clock),
                Credential.none(),
                Retries.patient(surroundings.random()));
    }

    private static EnrolmentChallenge challenge(ServiceClient service, BootstrapId id) {
        var body = Json.object().put("id", id.text());
        var request = Request.repeatablePost("/v1/enrolments", body);
        return EnrolmentChallenge.fromJson(service.send(request).map());
    }

    private static CertificateAnswer exchange(
            ServiceClient service,
            BootstrapUrl url,
            BootstrapOffer offer,
            HostKey key,
            PendingEnrolment pending) {
        var proof =
                new EnrolmentRequest(
                        offer.nonce(), Pkcs10.request(key), offer.prove(url.seed(), key.spki()));
        var request =
                Request.repeatablePost(
                        "/v1/enrolments/" + url.id().text(), Json.tree(proof.toJson()));
        try {
            return CertificateAnswer.fromJson(service.send(request).map());
        } catch (ProblemException e) {
            if (e.is("bootstrap-spent") || e.is("bootstrap-expired")) {
                pending.end();
            }
            throw e;
        }
    }
}
