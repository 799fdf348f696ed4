package dev.sealwright.keyservice.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.backend.KeySpec;
import dev.sealwright.keyservice.fixture.HeldCeremony;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.PrunedLeaves;
import dev.sealwright.keyservice.fixture.SharedCeremony;
import dev.sealwright.keyservice.inventory.KeyRole;
import dev.sealwright.keyservice.quota.AdmissionLimits;
import dev.sealwright.keyservice.quota.AdmissionQuota;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A voter that is a quorum by itself, with the log that it signed, and another that is late. */
final class TwoVoters implements AutoCloseable {
    private static KeyHandle lateKey;

    private final Path folder;
    private final SettableClock clock;
    private final KeyBackend backend;
    private final VerifiedAnchors anchors;
    private final List<Bytes> all = new ArrayList<>();
    private final VoterLog quorum;
    private VoterLog late;
    private String note = "";

    TwoVoters(SharedCeremony ceremony, Path folder, SettableClock clock) {
        this.folder = folder;
        this.clock = clock;
        backend = ceremony.backend();
        anchors = ceremony.ceremony().anchors(clock.instant());
        Leaves leaves = new Leaves(clock);
        quorum = open("quorum", backend.find(KeyRole.LOG.label(), KeyRole.LOG.algorithm()));
        late = open("late", lateKey(backend, leaves));
        append(leaves.genesis(anchors));
    }

    /** One for all tests: tokens make keys slowly. */
    private static KeyHandle lateKey(KeyBackend backend, Leaves leaves) {
        if (lateKey == null) {
            KeyLabel label = new KeyLabel("late-" + leaves.id().hex());
            lateKey = backend.generate(KeySpec.of(label, KeyRole.LOG.algorithm()));
        }
        return lateKey;
    }

    VerifiedAnchors anchors() {
        return anchors;
    }

    VoterLog quorum() {
        return quorum;
    }

    VoterLog late() {
        return late;
    }

    /** The leaves that the quorum appended. */
    List<Bytes> all() {
        return all;
    }

    /** Its newest checkpoint. */
    String note() {
        return note;
    }

    /** Another voter with the late one's key. */
    VoterLog asLate(String name) {
        return open(name, lateKey);
    }

    Bytes lateKey() {
        return Ed25519.raw(backend.publicKey(lateKey));
    }

    private VoterLog open(String name, KeyHandle key) {
        Bytes raw = Ed25519.raw(backend.publicKey(key));
        return VoterLog.open(
                folder.resolve(name),
                new CheckpointSigner(backend, key, anchors.origin(), raw),
                anchors,
                new AdmissionRules(
                        anchors.digest(),
                        HeldCeremony.firstPlatformKeyDigest(),
                        anchors.content().serverNames(),
                        Duration.ofMinutes(61),
                        Duration.ofDays(31)),
                new AdmissionQuota(AdmissionLimits.DEFAULT),
                KeyMaterial.ELSEWHERE,
                clock);
    }

    void append(List<Bytes> batch) {
        assertThat(quorum.admit(batch)).allMatch(Admission.Admitted.class::isInstance);
        note = quorum.append(all.size(), batch).note();
        all.addAll(batch);
    }

    void closeLate() {
        late.close();
    }

    void openLate() {
        late = asLate("late");
    }

    /** From so many leaves to the newest checkpoint. */
    List<Bytes> proof(long from) {
        return new PrunedLeaves(all).consistency((int) from, all.size());
    }

    @Override
    public void close() {
        quorum.close();
        late.close();
    }
}
