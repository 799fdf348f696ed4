package dev.sealwright.faults;

import dev.sealwright.keyservice.CeremonyFolder;
import dev.sealwright.keyservice.api.CertificateOrder;
import dev.sealwright.keyservice.api.KeyOrder;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.SealOrder;
import dev.sealwright.keyservice.api.SignOrder;
import dev.sealwright.keyservice.api.UnsealOrder;
import dev.sealwright.keyservice.fixture.Enrolments;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.LogBook;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.key.SigningAlgorithm;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SecretVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * What a control plane asks of a key service, from a log that is kept in memory: one thread
 * appends, others use what the new leaves allow.
 */
final class HsmWork {
    private static final Bytes MESSAGE = Bytes.zeros(48);
    private static final int HOSTS = 8;
    private static final int AT_ONCE = 8;
    private static final int USES = 4;

    private final KeyService service;
    private final HsmCalls calls;
    private final Leaves leaves = new Leaves(InstantSource.system());
    private final LogBook log;
    private final Bytes key = leaves.id();
    private final SecretVersion secret = new SecretVersion(Leaves.ORG, leaves.id(), 1);
    private final BlockingQueue<SignOrder> signs = new ArrayBlockingQueue<>(AT_ONCE);
    private final BlockingQueue<UnsealOrder> unseals = new ArrayBlockingQueue<>(AT_ONCE);
    private final List<CertificateOrder> enrolments;
    private final Bytes blob;
    private final int seal;
    private volatile boolean goesOn = true;

    /** While nothing is broken. */
    HsmWork(KeyService service, Path home, HsmCalls calls) {
        this.service = service;
        this.calls = calls;
        this.log = new LogBook(service);
        VerifiedAnchors anchors =
                new CeremonyFolder(home.resolve("ceremony"))
                        .anchors(InstantSource.system().instant());
        log.append(List.of(leaves.anchors(anchors), leaves.ceremony(firstKey(home))));
        this.enrolments = new Enrolments(anchors.origin(), leaves).into(log, HOSTS);
        log.append(List.of(leaves.of(Leaves.ORG, version())));
        this.blob = sealed(secret);
        this.seal = log.size();
        log.append(
                List.of(
                        leaves.of(
                                Leaves.ORG,
                                new SecretBody.Seal(secret.secret(), 1, Sha256.of(blob)))));
    }

    private static Bytes firstKey(Path home) {
        try {
            return Bytes.fromHex(Files.readString(home.resolve("admin.key.sha256")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private KeyBody.Version version() {
        Bytes spki = service.makeKey(new KeyOrder(Leaves.ORG, key, 1, SigningAlgorithm.ED25519));
        return new KeyBody.Version(key, 1, SigningAlgorithm.ED25519, spki);
    }

    private Bytes sealed(SecretVersion version) {
        try (Plaintext value = Plaintext.of(MESSAGE.toArray())) {
            return service.seal(new SealOrder(version, value, Optional.empty())).encode();
        }
    }

    List<Thread> start() {
        List<Thread> threads = new ArrayList<>();
        threads.add(thread("append", this::append));
        for (int i = 0; i < 3; i++) {
            threads.add(thread("sign", this::sign));
            threads.add(thread("unseal", this::unseal));
        }
        threads.add(thread("seal", this::seal));
        threads.add(thread("issue", this::issue));
        return threads;
    }

    private Thread thread(String name, Runnable round) {
        return Thread.ofPlatform()
                .name("hsm-soak-" + name)
                .start(
                        () -> {
                            while (goesOn) {
                                round.run();
                            }
                        });
    }

    void end() {
        goesOn = false;
    }

    /** Leaves that were appended. */
    int size() {
        return log.size();
    }

    /** Its root, as computed here. */
    Bytes root() {
        return log.root();
    }

    /**
     * What failed is done again, as a sequencer does, and counts as failed all the same: it may
     * have been appended.
     */
    private void append() {
        List<Bytes> batch = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            batch.add(leaves.of(Leaves.ORG, signing()));
            batch.add(leaves.of(Leaves.ORG, opening()));
        }
        batch.add(leaves.event());
        int first = log.size();
        while (calls.call(HsmCalls.Operation.APPEND, () -> log.append(batch)).isEmpty()) {
            Soak.pause(Duration.ofMillis(10));
        }
        for (int i = 0; i < 2 * AT_ONCE && goesOn; i += 2) {
            hand(signs, new SignOrder(log.proven(first + i), Optional.of(MESSAGE)));
            hand(unseals, new UnsealOrder(log.proven(seal), log.proven(first + i + 1), blob));
        }
    }

    private KeyBody.Sign signing() {
        return new KeyBody.Sign(
                key, 1, SigningAlgorithm.ED25519, Sha256.of(MESSAGE), leaves.random(32));
    }

    private SecretBody.Unseal opening() {
        return new SecretBody.Unseal(secret.secret(), 1, Sha256.of(blob), leaves.random(32));
    }

    private <T> void hand(BlockingQueue<T> queue, T order) {
        while (goesOn && !queue.offer(order)) {
            Soak.pause(Duration.ofMillis(1));
        }
    }

    private void sign() {
        SignOrder order = signs.poll();
        if (order == null) {
            Soak.pause(Duration.ofMillis(1));
            return;
        }
        for (int i = 0; i < USES; i++) {
            calls.call(HsmCalls.Operation.SIGN, () -> service.sign(order));
        }
    }

    private void unseal() {
        UnsealOrder order = unseals.poll();
        if (order == null) {
            Soak.pause(Duration.ofMillis(1));
            return;
        }
        calls.call(HsmCalls.Operation.UNSEAL, () -> opened(order));
    }

    private Bytes opened(UnsealOrder order) {
        try (Plaintext value = service.unseal(order)) {
            Bytes bytes = Bytes.of(value.copy());
            if (!bytes.equals(MESSAGE)) {
                throw new IllegalStateException("another value than was sealed");
            }
            return bytes;
        }
    }

    private void seal() {
        SecretVersion version = new SecretVersion(Leaves.ORG, leaves.id(), 1);
        calls.call(HsmCalls.Operation.SEAL, () -> sealed(version));
        Soak.pause(Duration.ofMillis(20));
    }

    private void issue() {
        CertificateOrder order = enrolments.get((int) (calls.all() % HOSTS));
        calls.call(HsmCalls.Operation.ISSUE, () -> service.issueCertificate(order));
        Soak.pause(Duration.ofMillis(5));
    }
}
