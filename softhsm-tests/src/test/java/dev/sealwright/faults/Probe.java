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
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/** Asks a deployment whether it is ready. */
final class Probe {
    private final Deployment deployment;

    Probe(Deployment deployment) {
        this.deployment = deployment;
    }

    boolean isReady() {
        var tls =
                PinnedTls.anonymous(
                        RootPin.parse(deployment.rootFingerprint()), InstantSource.system());
        try (var client =
                new ServiceClient(
                        ServiceAddress.parse(deployment.people().toString()),
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
