package dev.sealwright.controlplane.listener;

import dev.sealwright.controlplane.log.AnchorsInForce;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.LeafRef;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.CertificateOrder;
import dev.sealwright.keyservice.api.IssuedCertificate;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Has certificates issued for the listeners: a fresh P-256 key that never leaves this process, a
 * {@code server} leaf, and against its receipt the certificate.
 */
@Singleton
final class ServerCertificate {
    /** How long one lives; it is replaced at half of that. */
    static final Duration LIFE = Duration.ofDays(7);

    private final KeyService keyService;
    private final Log log;
    private final Storage storage;
    private final AnchorsInForce anchors;
    private final InstantSource clock;
    private final SecureRandom random;

    ServerCertificate(
            KeyService keyService,
            Log log,
            Storage storage,
            AnchorsInForce anchors,
            InstantSource clock,
            SecureRandom random) {
        this.keyService = keyService;
        this.log = log;
        this.storage = storage;
        this.anchors = anchors;
        this.clock = clock;
        this.random = random;
    }

    /**
     * A key pair and its chain, the server's certificate first.
     *
     * @param expires end of its life
     * @param leaf that it follows from
     */
    record Issued(KeyPair key, List<Bytes> chain, Instant expires, LeafOutcome.Released leaf) {}

    Issued issue() {
        KeyPair key = newKey();
        Instant now = Seconds.truncate(clock.instant());
        Instant expires = now.plus(LIFE);
        LeafOutcome.Released released = logged(key, new Validity(now, expires));
        ProvenLeaf proven = new ProvenLeaf(released.leaf(), released.receipt().text());
        IssuedCertificate certificate =
                keyService.issueCertificate(
                        CertificateOrder.server(proven, CertificateRequest.of(key)));
        return new Issued(key, certificate.chain(), expires, released);
    }

    private LeafOutcome.Released logged(KeyPair key, Validity validity) {
        List<String> names = anchors.newest().content().serverNames().stream().sorted().toList();
        Bytes spki = Sha256.of(Bytes.of(key.getPublic().getEncoded()));
        LeafBody.Server body = new LeafBody.Server(names, spki, validity);
        LeafRef ref = storage.write(connection -> log.propose(Leaf.NO_ORG, body));
        return log.await(ref);
    }

    private KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }
}
