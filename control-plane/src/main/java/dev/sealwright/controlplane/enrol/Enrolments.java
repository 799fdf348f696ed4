package dev.sealwright.controlplane.enrol;

import dev.sealwright.controlplane.bootstrap.Bootstrap;
import dev.sealwright.controlplane.bootstrap.Bootstraps;
import dev.sealwright.controlplane.host.CertificateBody;
import dev.sealwright.controlplane.host.DenyList;
import dev.sealwright.controlplane.host.HostKeyRequest;
import dev.sealwright.controlplane.log.AnchorsInForce;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.LeafRefusedException;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.problem.ProblemKind;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import dev.sealwright.protocol.enrol.EnrolmentChallenge;
import dev.sealwright.protocol.enrol.EnrolmentProof;
import dev.sealwright.protocol.enrol.EnrolmentRequest;
import dev.sealwright.protocol.merkle.TreeHash;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** How a host redeems a bootstrap: the challenge, the proofs, then the burn and the certificate. */
@Singleton
public final class Enrolments {
    /** How long the key that burned a bootstrap may ask for its certificate again. */
    static final Duration RETRY = Duration.ofMinutes(15);

    private final Bootstraps bootstraps;
    private final Challenges challenges;
    private final Burning burning;
    private final Issuing issuing;
    private final Contest contest;
    private final DenyList denyList;
    private final AnchorsInForce anchors;
    private final InstantSource clock;

    Enrolments(
            Bootstraps bootstraps,
            Challenges challenges,
            Burning burning,
            Issuing issuing,
            Contest contest,
            DenyList denyList,
            AnchorsInForce anchors,
            InstantSource clock) {
        this.bootstraps = bootstraps;
        this.challenges = challenges;
        this.burning = burning;
        this.issuing = issuing;
        this.contest = contest;
        this.denyList = denyList;
        this.anchors = anchors;
        this.clock = clock;
    }

    /** What a host checks before it answers, with a nonce. Uses nothing up. */
    public EnrolmentChallenge challenge(BootstrapId id) {
        Bootstrap bootstrap = bootstraps.find(id).orElseThrow(ProblemException::notFound);
        requireOpen(bootstrap);
        LeafOutcome.Released leaf = bootstraps.leaf(bootstrap);
        requirePresentEpoch(leaf);
        return new EnrolmentChallenge(
                leaf.leaf(), leaf.receipt(), document(leaf), challenges.issue(id));
    }

    /** Those that the receipt verifies under. */
    private Bytes document(LeafOutcome.Released leaf) {
        return anchors.at(leaf.receipt().size()).document();
    }

    /**
     * A spent or expired bootstrap still gets a challenge while its redeemer may retry, or a second
     * one betray himself.
     */
    private void requireOpen(Bootstrap bootstrap) {
        Instant now = clock.instant();
        boolean over = bootstrap.validity().over(now);
        Optional<Instant> burned = bootstrap.burnedAt();
        if (burned.isEmpty() && over) {
            throw ProblemException.of(
                    ProblemKind.BOOTSTRAP_EXPIRED, "Its time is over. Ask for a new one.");
        }
        if (burned.isPresent() && over && now.isAfter(burned.get().plus(RETRY))) {
            throw spent();
        }
    }

    /** One that was minted before may have been redeemed by a leaf that is lost. */
    private void requirePresentEpoch(LeafOutcome.Released leaf) {
        if (leaf.index() < anchors.newest().content().base()) {
            throw ProblemException.of(
                    ProblemKind.BOOTSTRAP_EXPIRED,
                    "A new epoch of the log began since. Ask for a new one.");
        }
    }

    /**
     * Burns the bootstrap to the host's key and answers with its certificate; for the same key,
     * again the same one.
     */
    public CertificateBody enrol(BootstrapId id, EnrolmentRequest request) {
        Bootstrap bootstrap = bootstraps.find(id).orElseThrow(ProblemException::notFound);
        HostKeyRequest key = HostKeyRequest.parse(request.csr());
        Proven proven = new Proven(bootstrap, bootstraps.leaf(bootstrap), request, key);
        requirePresentEpoch(proven.leaf());
        requireChallenge(proven);
        requireProof(proven);
        if (denyList.deniesKey(key.fingerprint())) {
            throw ProblemException.of(
                    ProblemKind.HOST_REVOKED,
                    "This key belonged to a revoked host. Make a new one.");
        }
        return certified(proven);
    }

    /**
     * After an outage the key service finds the burn's leaf too old. The burn was then taken back,
     * and is made anew; a leaf of now is not too old, so once is enough.
     */
    private CertificateBody certified(Proven proven) {
        try {
            return issuing.certificate(redeemed(proven), proven);
        } catch (LeafRefusedException refused) {
            if (refused.code() != RefusalCode.TIME) {
                throw refused;
            }
            return issuing.certificate(redeemed(proven), proven);
        }
    }

    private void requireChallenge(Proven proven) {
        if (!challenges.recognises(proven.bootstrap().id(), proven.request().nonce())) {
            throw ProblemException.of(
                    ProblemKind.PROOF_INVALID,
                    "The nonce is not of this service or too old. Ask for a new one.");
        }
    }

    private void requireProof(Proven proven) {
        EnrolmentProof proof =
                new EnrolmentProof(
                        anchors.newest().origin(),
                        proven.bootstrap().id(),
                        proven.request().nonce(),
                        proven.key().spki(),
                        TreeHash.leaf(proven.leaf().leaf()));
        if (!proof.verify(proven.bootstrap().publicKey(), proven.request().proof())) {
            contest.falseProof(proven.bootstrap());
            throw ProblemException.of(
                    ProblemKind.PROOF_INVALID, "The bootstrap key did not sign this request.");
        }
    }

    private Enrolment redeemed(Proven proven) {
        Optional<Enrolment> mine = burning.burn(proven);
        if (mine.isPresent()) {
            return mine.get();
        }
        Enrolment standing =
                burning.find(proven.bootstrap().id()).orElseThrow(() -> notBurned(proven));
        Bytes key = proven.key().fingerprint();
        if (!standing.spki().equals(key)) {
            contest.secondKey(proven.bootstrap(), standing, key);
            throw spent();
        }
        if (clock.instant().isAfter(standing.burnedAt().plus(RETRY))) {
            throw spent();
        }
        return standing;
    }

    private ProblemException notBurned(Proven proven) {
        return burning.isSpent(proven.bootstrap().id())
                ? spent()
                : ProblemException.of(
                        ProblemKind.BOOTSTRAP_EXPIRED,
                        "It is outside its time. Ask for a new one.");
    }

    private static ProblemException spent() {
        return ProblemException.of(
                ProblemKind.BOOTSTRAP_SPENT,
                "It was redeemed. Ask for a new one if that was not you.");
    }
}
