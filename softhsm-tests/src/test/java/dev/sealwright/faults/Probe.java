package dev.sealwright.faults;

import dev.sealwright.client.http.Credential;
import dev.sealwright.client.http.ProblemException;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.Retries;
import dev.sealwright.client.http.ServiceAddress;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.http.UnreachableException;
import dev.sealwright.client.tls.PinnedTls;
import dev.sealwright.protocol.anchors.RootPin;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/** Asks a control plane whether it is ready. */
final class Probe {
    private final Deployment deployment;
    private final URI people;

    Probe(Deployment deployment, URI people) {
        this.deployment = deployment;
        this.people = people;
    }

    boolean isReady() {
        var tls =
                PinnedTls.anonymous(
                        RootPin.parse(deployment.rootFingerprint()), InstantSource.system());
        try (var client =
                new ServiceClient(
                        ServiceAddress.parse(people.toString()),
                        tls,
                        Credential.none(),
                        Retries.none(new SecureRandom()))) {
            client.send(Request.get("/ready").within(Duration.ofSeconds(10)));
            return true;
        } catch (UnreachableException | ProblemException e) {
            return false;
        }
    }
}
