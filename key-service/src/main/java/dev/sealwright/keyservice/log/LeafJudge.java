package dev.sealwright.keyservice.log;

import dev.sealwright.keyservice.api.Admission.Refused;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.anchors.Operator;
import dev.sealwright.protocol.ceremony.Consents;
import dev.sealwright.protocol.leaf.AuthorityBody;
import dev.sealwright.protocol.leaf.EpochBody;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.OrgKeyBody;
import dev.sealwright.protocol.leaf.PruningBody;
import dev.sealwright.protocol.leaf.ReportBody;
import dev.sealwright.protocol.leaf.RevocationBody;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.leaf.TokenBody;
import dev.sealwright.protocol.leaf.TokenKeyId;
import dev.sealwright.protocol.leaf.TranscriptBody;
import dev.sealwright.protocol.merkle.TreeHash;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Judges a leaf by what does not depend on the voter's state: its form, its time, the rules of its
 * type.
 */
final class LeafJudge {
    private static final Duration SKEW = Validity.SKEW;

    /** Both the party that chose the window and the one that made the leaf may be a skew off. */
    private static final Duration START_SKEW = SKEW.multipliedBy(2);

    private final AdmissionRules rules;
    private volatile Trusted trusted;

    /** What anchors that take the place of others may change. */
    private record Trusted(List<String> serverNames, List<Operator> operators, int required) {}

    LeafJudge(AdmissionRules rules) {
        this.rules = rules;
        this.trusted =
                new Trusted(rules.serverNames(), rules.operators(), rules.operatorsRequired());
    }

    /** Judges by these anchors from now on. */
    void follow(Anchors anchors) {
        trusted =
                new Trusted(
                        anchors.serverNames(), anchors.operators(), anchors.operatorsRequired());
    }

    /** Where leaves may stand by these rules. */
    LeafPlaces places() {
        return LeafPlaces.of(rules);
    }

    /** What can be said of leaf bytes. */
    sealed interface Verdict {
        record WellFormed(Leaf leaf, Bytes hash, LeafRole role) implements Verdict {}

        record Malformed(Refused refusal) implements Verdict {}
    }

    Verdict decode(Bytes bytes) {
        try {
            Leaf leaf = LeafCodec.decode(bytes);
            return new Verdict.WellFormed(leaf, TreeHash.leaf(bytes), roleOf(leaf.body()));
        } catch (MalformedException e) {
            return new Verdict.Malformed(Refused.malformed(e));
        }
    }

    private static LeafRole roleOf(LeafBody body) {
        return switch (body) {
            case LeafBody.Anchors anchors ->
                    anchors.isChange() ? LeafRole.ANCHORS_CHANGE : LeafRole.ANCHORS;
            case LeafBody.Ceremony ceremony -> LeafRole.CEREMONY;
            case EpochBody epoch -> LeafRole.EPOCH;
            default -> body.lasting() ? LeafRole.ORDINARY : LeafRole.PASSING;
        };
    }

    /** The first rule the leaf breaks at this time, if any. */
    Optional<Refused> refusal(Leaf leaf, Instant now) {
        if (Duration.between(leaf.time(), now).abs().compareTo(SKEW) > 0) {
            return refuse(RefusalCode.TIME, "the leaf's time is more than 60 s off");
        }
        return switch (leaf.body()) {
            case LeafBody.Anchors anchors when anchors.isChange() -> Optional.empty();
            case LeafBody.Anchors anchors ->
                    demandDigest(anchors.digest(), rules.anchorsDigest(), "anchors document");
            case LeafBody.Ceremony ceremony ->
                    demandDigest(
                            ceremony.digest(),
                            rules.firstPlatformKeyDigest(),
                            "first platform key");
            case TranscriptBody transcript -> judgeTranscript(transcript);
            case EpochBody epoch ->
                    rules.opening().filter(epoch::equals).isPresent()
                            ? Optional.empty()
                            : refuse(RefusalCode.DIGEST, "not the opening that was approved");
            case LeafBody.Server server -> judgeServer(leaf, server);
            case LeafBody.Bootstrap bootstrap ->
                    demandOrg(leaf).or(() -> judgeBootstrap(leaf, bootstrap.validity()));
            case LeafBody.Enrolment enrolment ->
                    judgeWindow(leaf, enrolment.validity(), rules.maxHostCertificate());
            case LeafBody.Renewal renewal ->
                    judgeWindow(leaf, renewal.validity(), rules.maxHostCertificate());
            case LeafBody.Policy policy -> demandOrg(leaf);
            case LeafBody.Activation activation -> demandOrg(leaf);
            case SecretBody secret -> demandOrg(leaf);
            case KeyBody.Destruction destruction ->
                    demandOwner(leaf, destruction)
                            .or(() -> judgeDestruction(leaf, destruction.due()));
            case OrgKeyBody.Destruction destruction -> judgeDestruction(leaf, destruction.due());
            case OrgKeyBody key -> Optional.empty();
            case KeyBody key -> demandOwner(leaf, key);
            case AuthorityBody.AuthorityKey key -> demandOrg(leaf);
            case AuthorityBody.Approval approval ->
                    demandOrg(leaf).or(() -> judgeApproval(leaf, approval));
            case TokenBody.AttestationResult result ->
                    judgeWindow(leaf, result.validity(), TokenBody.AttestationResult.MAX_LENGTH);
            case TokenBody.CapabilityToken token ->
                    judgeWindow(leaf, token.validity(), TokenBody.CapabilityToken.MAX_LENGTH);
            case RevocationBody.TokenRevocation revocation ->
                    demandOrg(leaf).or(() -> judgeRevocation(leaf, revocation));
            case RevocationBody.TokenRevocationList list -> demandOrg(leaf);
            case LeafBody.RecordBody record -> Optional.empty();
            case LeafBody.Event event -> Optional.empty();
            case PruningBody pruning -> Optional.empty();
            case ReportBody.Report report -> Optional.empty();
            case ReportBody.OrgHead head -> Optional.empty();
        };
    }

    private static Optional<Refused> demandDigest(Bytes digest, Bytes expected, String what) {
        return digest.equals(expected)
                ? Optional.empty()
                : refuse(RefusalCode.DIGEST, "not the digest of the configured " + what);
    }

    /** What a ceremony did, its operators say. */
    private Optional<Refused> judgeTranscript(TranscriptBody transcript) {
        Trusted now = trusted;
        try {
            Consents.require(
                    now.operators(), now.required(), transcript.message(), transcript.approvals());
            return Optional.empty();
        } catch (VerificationException e) {
            return refuse(RefusalCode.APPROVAL, "a ceremony's transcript: " + e.getMessage());
        }
    }

    private Optional<Refused> judgeServer(Leaf leaf, LeafBody.Server server) {
        List<String> allowed = trusted.serverNames();
        for (String name : server.names()) {
            if (!allowed.contains(name)) {
                return refuse(RefusalCode.NAME, "the anchors do not allow one of the names");
            }
        }
        return judgeTimes(leaf, server.validity(), rules.maxServerCertificate());
    }

    /**
     * A person may have looked at it first: it may stand in the log until its time is over, but not
     * before its time begins.
     */
    private static Optional<Refused> judgeBootstrap(Leaf leaf, Validity window) {
        if (window.length().compareTo(LeafBody.Bootstrap.MAX_LENGTH) > 0) {
            return refuse(RefusalCode.WINDOW, "a bootstrap that is valid for too long");
        }
        boolean begun = !window.notBefore().isAfter(leaf.time().plus(START_SKEW));
        return begun && leaf.time().isBefore(window.expires())
                ? Optional.empty()
                : refuse(RefusalCode.WINDOW, "a bootstrap out of its time");
    }

    private static Optional<Refused> judgeWindow(Leaf leaf, Validity window, Duration longest) {
        return demandOrg(leaf).or(() -> judgeTimes(leaf, window, longest));
    }

    private static Optional<Refused> judgeTimes(Leaf leaf, Validity window, Duration longest) {
        if (window.length().compareTo(longest) > 0) {
            return refuse(
                    RefusalCode.WINDOW, "valid for longer than " + longest.toSeconds() + " s");
        }
        Duration start = Duration.between(leaf.time(), window.notBefore()).abs();
        return start.compareTo(START_SKEW) <= 0
                ? Optional.empty()
                : refuse(RefusalCode.WINDOW, "not valid from about the leaf's time");
    }

    private static Optional<Refused> judgeApproval(Leaf leaf, AuthorityBody.Approval approval) {
        Duration left = Duration.between(leaf.time(), approval.expires());
        return left.isPositive() && left.compareTo(Authorities.LONGEST_APPROVAL) <= 0
                ? Optional.empty()
                : refuse(RefusalCode.WINDOW, "an approval that is over, or lasts for too long");
    }

    /** No token lasts longer, so no revocation need be told for longer. */
    private static Optional<Refused> judgeRevocation(
            Leaf leaf, RevocationBody.TokenRevocation revocation) {
        Duration left = Duration.between(leaf.time(), revocation.expires());
        return left.compareTo(TokenBody.CapabilityToken.MAX_LENGTH.plus(START_SKEW)) <= 0
                ? Optional.empty()
                : refuse(RefusalCode.WINDOW, "no token ends so late");
    }

    private static Optional<Refused> judgeDestruction(Leaf leaf, Instant due) {
        Duration wait = Duration.between(leaf.time(), due);
        return wait.compareTo(KeyBody.Destruction.SHORTEST) >= 0
                        && wait.compareTo(KeyBody.Destruction.LONGEST) <= 0
                ? Optional.empty()
                : refuse(RefusalCode.WINDOW, "a key is destroyed after 1 to 90 days");
    }

    private static Optional<Refused> demandOwner(Leaf leaf, KeyBody body) {
        return TokenKeyId.objection(leaf.org(), body)
                .flatMap(why -> refuse(RefusalCode.NOT_ALLOWED, why));
    }

    private static Optional<Refused> demandOrg(Leaf leaf) {
        return leaf.org().equals(Leaf.NO_ORG)
                ? refuse(RefusalCode.NOT_ALLOWED, "a leaf of this type belongs to an org")
                : Optional.empty();
    }

    static Optional<Refused> refuse(RefusalCode code, String detail) {
        return Optional.of(new Refused(code, detail));
    }
}
