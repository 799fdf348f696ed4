package dev.sealwright.controlplane.enrol;

import dev.sealwright.controlplane.host.CertificateBody;
import dev.sealwright.controlplane.host.CertificateChain;
import dev.sealwright.controlplane.host.Hosts;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.LeafRefusedException;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.CertificateOrder;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.ProvenLeaf;
import jakarta.inject.Singleton;

/**
 * From the burned bootstrap to the certificate. Every step can be repeated; the first certificate
 * stored is the one.
 */
@Singleton
final class Issuing {
    private final Storage storage;
    private final Log log;
    private final KeyService keyService;
    private final Hosts hosts;
    private final Burning burning;

    Issuing(Storage storage, Log log, KeyService keyService, Hosts hosts, Burning burning) {
        this.storage = storage;
        this.log = log;
        this.keyService = keyService;
        this.hosts = hosts;
        this.burning = burning;
    }

    CertificateBody certificate(Enrolment enrolment, Proven proven) {
        LeafOutcome.Released leaf = released(enrolment);
        CertificateChain chain =
                enrolment
                        .chain()
                        .map(CertificateChain::parse)
                        .orElseGet(() -> stored(enrolment, issued(leaf, proven)));
        return CertificateBody.of(enrolment.sandbox(), chain, leaf, proven.leaf());
    }

    private LeafOutcome.Released released(Enrolment enrolment) {
        try {
            return log.awaitById(enrolment.leaf());
        } catch (LeafRefusedException e) {
            burning.undo(enrolment);
            throw e;
        }
    }

    private CertificateChain issued(LeafOutcome.Released leaf, Proven proven) {
        return CertificateChain.of(
                keyService.issueCertificate(
                        CertificateOrder.enrolment(
                                proven(leaf), proven(proven.leaf()), proven.key().der())));
    }

    private static ProvenLeaf proven(LeafOutcome.Released released) {
        return new ProvenLeaf(released.leaf(), released.receipt().text());
    }

    private CertificateChain stored(Enrolment enrolment, CertificateChain issued) {
        return storage.write(
                connection -> {
                    EnrolmentTable.certify(connection, enrolment.sandbox(), issued.text());
                    hosts.certified(enrolment.sandbox(), enrolment.spki(), issued.expires());
                    return CertificateChain.parse(
                            EnrolmentTable.find(connection, enrolment.bootstrap())
                                    .flatMap(Enrolment::chain)
                                    .orElseThrow());
                });
    }
}
