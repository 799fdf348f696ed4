package dev.sealwright.controlplane.host;

import dev.sealwright.controlplane.access.HostIdentity;
import dev.sealwright.controlplane.bootstrap.Bootstraps;
import dev.sealwright.controlplane.host.RenewalTable.Renewal;
import dev.sealwright.controlplane.log.LeafIds;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.LeafRefusedException;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.problem.ProblemKind;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.CertificateOrder;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.enrol.RenewalProof;
import dev.sealwright.protocol.enrol.RenewalRequest;
import dev.sealwright.protocol.leaf.LeafBody;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Gives a host its next certificate, on the word of the key of the present one. */
@Singleton
final class Renewals {
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Storage storage;
    private final Log log;
    private final Hosts hosts;
    private final DenyList denyList;
    private final Bootstraps bootstraps;
    private final KeyService keyService;
    private final VerifiedAnchors anchors;
    private final Ids ids;
    private final InstantSource clock;

    Renewals(
            Storage storage,
            Log log,
            Hosts hosts,
            DenyList denyList,
            Bootstraps bootstraps,
            KeyService keyService,
            VerifiedAnchors anchors,
            Ids ids,
            InstantSource clock) {
        this.storage = storage;
        this.log = log;
        this.hosts = hosts;
        this.denyList = denyList;
        this.bootstraps = bootstraps;
        this.keyService = keyService;
        this.anchors = anchors;
        this.ids = ids;
        this.clock = clock;
    }

    CertificateBody renew(HostIdentity identity, RenewalRequest request) {
        HostKeyRequest key = HostKeyRequest.parse(request.csr());
        requireTime(request.validity());
        requireProof(identity, request, key);
        if (denyList.deniesKey(key.fingerprint())) {
            throw ProblemException.of(
                    ProblemKind.HOST_REVOKED, "The new key belonged to a revoked host.");
        }
        Host host =
                hosts.find(identity.org(), identity.sandbox())
                        .orElseThrow(ProblemException::notFound);
        Renewal renewal = stored(identity, request, key);
        LeafOutcome.Released released = released(renewal);
        CertificateChain chain =
                renewal.chain()
                        .map(CertificateChain::parse)
                        .orElseGet(() -> certified(identity, renewal, released, key));
        return CertificateBody.of(host.sandbox(), chain, released, bootstrap(host));
    }

    private void requireTime(Validity validity) {
        Duration off = Duration.between(clock.instant(), validity.notBefore()).abs();
        if (off.compareTo(Validity.SKEW) > 0) {
            throw ProblemException.invalid(
                    "/nbf", "nbf is more than 60 s from the service's clock");
        }
        if (validity.length().compareTo(LONGEST) > 0) {
            throw ProblemException.invalid("/exp", "a certificate lasts at most 3600 s");
        }
    }

    private void requireProof(HostIdentity identity, RenewalRequest request, HostKeyRequest key) {
        RenewalProof proof =
                new RenewalProof(
                        anchors.origin(),
                        Sha256.of(identity.certificate()),
                        key.spki(),
                        request.validity());
        if (!proof.verify(
                Certificates.parse(identity.certificate()).getPublicKey(), request.proof())) {
            throw ProblemException.of(
                    ProblemKind.PROOF_INVALID,
                    "The key of the present certificate did not sign this renewal.");
        }
    }

    /** The renewal as it is stored: asking twice for the same is asking once. */
    private Renewal stored(HostIdentity identity, RenewalRequest request, HostKeyRequest key) {
        Renewal fresh =
                new Renewal(
                        ids.next(),
                        identity.sandbox(),
                        Sha256.of(identity.certificate()),
                        key.fingerprint(),
                        request.validity(),
                        Optional.empty());
        return storage.write(
                connection -> {
                    if (RenewalTable.insert(connection, fresh)) {
                        log.propose(fresh.leaf(), identity.org(), body(fresh, request.proof()));
                    }
                    return RenewalTable.find(connection, fresh).orElseThrow();
                });
    }

    private static LeafBody body(Renewal renewal, Bytes proof) {
        return new LeafBody.Renewal(
                LeafIds.bytes(renewal.sandbox()),
                renewal.spki(),
                renewal.previous(),
                proof,
                renewal.validity());
    }

    private LeafOutcome.Released released(Renewal renewal) {
        try {
            return log.awaitById(renewal.leaf());
        } catch (LeafRefusedException e) {
            storage.write(
                    connection -> {
                        RenewalTable.forget(connection, renewal.leaf());
                        return renewal;
                    });
            throw e;
        }
    }

    private CertificateChain certified(
            HostIdentity identity,
            Renewal renewal,
            LeafOutcome.Released released,
            HostKeyRequest key) {
        CertificateChain issued =
                CertificateChain.of(
                        keyService.issueCertificate(
                                CertificateOrder.renewal(
                                        new ProvenLeaf(released.leaf(), released.receipt().text()),
                                        key.der(),
                                        identity.certificate())));
        Instant expires = renewal.validity().expires();
        return storage.write(
                connection -> {
                    RenewalTable.certify(connection, renewal.leaf(), issued);
                    hosts.certified(identity.sandbox(), key.fingerprint(), expires);
                    return CertificateChain.parse(
                            RenewalTable.find(connection, renewal)
                                    .flatMap(Renewal::chain)
                                    .orElseThrow());
                });
    }

    private LeafOutcome.Released bootstrap(Host host) {
        return bootstraps
                .find(new BootstrapId(host.bootstrap()))
                .map(bootstraps::leaf)
                .orElseThrow(ProblemException::notFound);
    }
}
