package dev.sealwright.controlplane.token;

import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.host.DenyList;
import dev.sealwright.controlplane.host.Host;
import dev.sealwright.controlplane.host.Hosts;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.policy.Policies;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Spki;
import dev.sealwright.protocol.enrol.SpiffeId;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.policy.CompiledPolicy;
import dev.sealwright.protocol.token.Caveat;
import dev.sealwright.protocol.token.Caveats;
import dev.sealwright.protocol.token.Claims;
import dev.sealwright.protocol.token.HolderKey;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Who may have which token issued. A token for a host allows no tool that the host's policy does
 * not, or for which it wants an approval each time; it keeps to the policy's budgets of the same
 * names and does not outlast it.
 */
@Singleton
final class IssueRight {
    /** With this the subjects of tokens for hosts begin, and no others. */
    static final String SPIFFE = "spiffe:";

    private static final Duration SHORTEST = Duration.ofSeconds(60);

    private final Hosts hosts;
    private final DenyList denied;
    private final Policies policies;
    private final Log log;
    private final VerifiedAnchors anchors;
    private final InstantSource clock;

    IssueRight(
            Hosts hosts,
            DenyList denied,
            Policies policies,
            Log log,
            VerifiedAnchors anchors,
            InstantSource clock) {
        this.hosts = hosts;
        this.denied = denied;
        this.policies = policies;
        this.log = log;
        this.anchors = anchors;
        this.clock = clock;
    }

    /** What the caller may have issued of what he asks for; all of it, or a problem. */
    CapabilityTokens.Order order(Membership membership, String user, IssueBody body) {
        if ((body.subject() == null) == (body.sandboxId() == null)) {
            throw ProblemException.invalid("/subject", "name either a subject or a sandbox_id");
        }
        Bytes org = membership.org().tag();
        Caveats caveats = body.grant().caveats();
        Optional<UUID> sandbox = Optional.ofNullable(body.sandboxId());
        Duration length =
                sandbox.map(id -> lengthWithinPolicy(org, id, body, caveats))
                        .orElseGet(() -> asked(body).orElse(defaultLength()));
        String subject =
                sandbox.map(id -> spiffe(org, id)).orElseGet(() -> named(membership, body));
        return new CapabilityTokens.Order(
                org, sandbox, claims(subject, body, caveats), length, user);
    }

    private static Duration defaultLength() {
        return Duration.ofSeconds(IssueBody.DEFAULT_TTL);
    }

    private static Optional<Duration> asked(IssueBody body) {
        return Optional.ofNullable(body.ttlSeconds()).map(Duration::ofSeconds);
    }

    private static Claims claims(String subject, IssueBody body, Caveats caveats) {
        int depth = body.depth() == null ? 0 : body.depth();
        HolderKey holder = holder(body.holderKey());
        try {
            Claims claims = new Claims(subject, holder, depth, caveats);
            claims.encode();
            return claims;
        } catch (MalformedException e) {
            throw ProblemException.invalid("/grant", String.valueOf(e.getMessage()));
        }
    }

    private static HolderKey holder(String text) {
        try {
            HolderKey key = new HolderKey(Bytes.fromBase64Url(text));
            Spki.parse(key.spki());
            return key;
        } catch (MalformedException e) {
            throw ProblemException.invalid(
                    "/holder_key", "not base64url of an Ed25519 or P-256 SubjectPublicKeyInfo");
        }
    }

    private static String named(Membership membership, IssueBody body) {
        if (!membership.hasAny(Set.of(Role.ADMIN))) {
            throw ProblemException.forbidden(
                    "Without a host whose policy bounds the token, this takes the role ADMIN.");
        }
        String subject = Optional.ofNullable(body.subject()).orElse("");
        if (subject.startsWith(SPIFFE)) {
            throw ProblemException.invalid("/subject", "hosts are named by their sandbox_id");
        }
        return subject;
    }

    private String spiffe(Bytes org, UUID sandbox) {
        return new SpiffeId(anchors.trustDomain(), org, Uuids.bytes(sandbox)).text();
    }

    private Duration lengthWithinPolicy(Bytes org, UUID sandbox, IssueBody body, Caveats caveats) {
        Host host =
                hosts.find(org, sandbox)
                        .filter(found -> !denied.denies(found) && isWhatItsLeafSays(found))
                        .orElseThrow(
                                () ->
                                        ProblemException.invalid(
                                                "/sandbox_id",
                                                "there is no such host, or it is shut out"));
        CompiledPolicy policy =
                policies.compiled(host.spec())
                        .orElseThrow(
                                () ->
                                        ProblemException.forbidden(
                                                "No policy is in force for the host."));
        requireTools(policy.tools(), caveats);
        requireBudget(policy, "calls", caveats.find(Caveat.Calls.class).map(Caveat.Calls::most));
        requireBudget(policy, "amount", caveats.find(Caveat.Amount.class).map(Caveat.Amount::most));
        return within(Duration.between(clock.instant(), policy.validity().expires()), asked(body));
    }

    /** Its spec, and so its policy, is the one that it was enrolled for. */
    private boolean isWhatItsLeafSays(Host host) {
        return log.outcome(host.enrolmentLeaf()) instanceof LeafOutcome.Released released
                && LeafCodec.decode(released.leaf()).org().equals(host.org())
                && LeafCodec.decode(released.leaf()).body() instanceof LeafBody.Enrolment body
                && body.sandbox().equals(Uuids.bytes(host.sandbox()))
                && body.spec().equals(Uuids.bytes(host.spec()));
    }

    private static Duration within(Duration left, Optional<Duration> asked) {
        if (left.compareTo(SHORTEST) < 0) {
            throw ProblemException.forbidden("The host's policy is about to end.");
        }
        if (asked.filter(length -> length.compareTo(left) > 0).isPresent()) {
            throw ProblemException.invalid("/ttl_seconds", "it would outlast the host's policy");
        }
        Duration usual = defaultLength().compareTo(left) < 0 ? defaultLength() : left;
        return asked.orElse(usual);
    }

    private static void requireTools(CompiledPolicy.Tools policy, Caveats caveats) {
        List<String> asked = caveats.find(Caveat.Tools.class).orElseThrow().names();
        boolean within =
                asked.stream()
                        .allMatch(
                                tool ->
                                        policy.allow().contains(tool)
                                                && !policy.block().contains(tool)
                                                && !policy.requireApproval().contains(tool));
        if (!within) {
            throw ProblemException.forbidden(
                    "The host's policy does not allow one of the tools without an approval.");
        }
    }

    private static void requireBudget(CompiledPolicy policy, String name, Optional<Long> asked) {
        Optional<Long> most = Optional.ofNullable(policy.budgets().get(name));
        if (most.isPresent() && asked.filter(limit -> limit <= most.get()).isEmpty()) {
            throw ProblemException.forbidden(
                    "The host's policy bounds " + name + ", and the token must keep to that.");
        }
    }
}
