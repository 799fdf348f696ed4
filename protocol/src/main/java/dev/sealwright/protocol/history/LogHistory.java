package dev.sealwright.protocol.history;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.AuthorityBody;
import dev.sealwright.protocol.leaf.EpochBody;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.OrgKeyBody;
import dev.sealwright.protocol.leaf.PruningBody;
import dev.sealwright.protocol.leaf.ReportBody;
import dev.sealwright.protocol.leaf.RevocationBody;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.leaf.TokenBody;
import dev.sealwright.protocol.leaf.TranscriptBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows a log from its first leaf and says where a leaf contradicts those before it. It takes
 * leaves for true as they stand; that they are in the log is for others to show. Remembers every
 * id, row, bootstrap, sandbox and spec it has seen. For one thread.
 */
public final class LogHistory {
    private final Set<Bytes> ids = new HashSet<>();
    private final Map<Bytes, Row> rows = new HashMap<>();
    private final Map<Bytes, Spec> specs = new HashMap<>();
    private final HostHistory hosts = new HostHistory();
    private final SecretHistory secrets = new SecretHistory();
    private final TokenHistory tokens = new TokenHistory();
    private final KeyHistory keys = new KeyHistory();
    private final OrgKeyHistory orgKeys = new OrgKeyHistory();
    private final OrgChains chains = new OrgChains();
    private long size;
    private long anchorsVersion;
    private long epochBase = -1;
    private Optional<String> origin = Optional.empty();

    /** The last state of a row. */
    private record Row(Bytes org, String kind, long version) {}

    /** The last policy of a spec. */
    private record Spec(Bytes org, long version) {}

    /** Leaves seen so far: the index of the next. */
    public long size() {
        return size;
    }

    /** Takes the next leaf; empty if it contradicts nothing. */
    public List<Finding> add(Leaf leaf) {
        List<Finding> findings = new ArrayList<>();
        genesis(leaf).ifPresent(text -> findings.add(new Finding(size, Rule.GENESIS, text)));
        if (!ids.add(leaf.id())) {
            findings.add(new Finding(size, Rule.UNIQUE_ID, "the id of an earlier leaf"));
        }
        check(leaf).ifPresent(findings::add);
        finding(Rule.SECRET, secrets.add(leaf)).ifPresent(findings::add);
        finding(Rule.TOKEN_REVOCATION, tokens.add(leaf)).ifPresent(findings::add);
        finding(Rule.KEY, keys.add(leaf)).ifPresent(findings::add);
        finding(Rule.KEY, orgKeys.add(leaf)).ifPresent(findings::add);
        chains.add(leaf.org(), leaf.encode());
        size++;
        return List.copyOf(findings);
    }

    private Optional<String> genesis(Leaf leaf) {
        boolean ceremony = leaf.body() instanceof LeafBody.Ceremony;
        if (size == 0 && !(leaf.body() instanceof LeafBody.Anchors)) {
            return Optional.of("the log does not begin with its anchors");
        }
        if (size == 1 && !ceremony) {
            return Optional.of("the second leaf does not name the first platform key");
        }
        return size > 1 && ceremony && size != epochBase + 2
                ? Optional.of("a first platform key named late")
                : Optional.empty();
    }

    private Optional<Finding> check(Leaf leaf) {
        return switch (leaf.body()) {
            case LeafBody.Anchors b -> finding(Rule.ANCHORS_VERSION, anchors(b));
            case EpochBody b -> finding(Rule.EPOCH, epoch(b));
            case LeafBody.RecordBody b -> finding(Rule.ROW_VERSION, row(leaf.org(), b));
            case LeafBody.Policy b -> finding(Rule.POLICY_VERSION, policy(leaf.org(), b));
            case LeafBody.Bootstrap b -> finding(Rule.BOOTSTRAP, hosts.bootstrap(leaf.org(), b));
            case LeafBody.Enrolment b -> finding(Rule.ENROLMENT, hosts.enrolment(leaf, b));
            case LeafBody.Renewal b -> finding(Rule.RENEWAL, hosts.renewal(leaf, b));
            case LeafBody.Activation b -> finding(Rule.ACTIVATION, hosts.activation(leaf.org(), b));
            case ReportBody.OrgHead b -> finding(Rule.ORG_CHAIN, orgHead(leaf.org(), b));
            case LeafBody.Ceremony _,
                    PruningBody _,
                    TranscriptBody _,
                    LeafBody.Server _,
                    LeafBody.Event _,
                    ReportBody.Report _,
                    SecretBody _,
                    TokenBody _,
                    RevocationBody _,
                    AuthorityBody _,
                    KeyBody _,
                    OrgKeyBody _ ->
                    Optional.empty();
        };
    }

    private Optional<Finding> finding(Rule rule, Optional<String> text) {
        return text.map(t -> new Finding(size, rule, t));
    }

    private Optional<String> anchors(LeafBody.Anchors body) {
        boolean grows = body.version() > anchorsVersion;
        anchorsVersion = Math.max(anchorsVersion, body.version());
        return grows ? Optional.empty() : Optional.of("anchors of an older version");
    }

    private Optional<String> epoch(EpochBody body) {
        boolean after = origin.isEmpty() || origin.get().equals(body.from());
        epochBase = size;
        origin = Optional.of(body.origin());
        if (!after) {
            return Optional.of("an epoch after another than the last");
        }
        return body.restoredSize() == size
                ? Optional.empty()
                : Optional.of("an epoch that does not begin where it says");
    }

    private Optional<String> row(Bytes org, LeafBody.RecordBody body) {
        Row previous = rows.put(body.row(), new Row(org, body.type(), body.version()));
        if (previous != null
                && !(previous.org().equals(org) && previous.kind().equals(body.type()))) {
            return Optional.of("a row that changed its org or kind");
        }
        long expected = previous == null ? 1 : previous.version() + 1;
        return body.version() == expected
                ? Optional.empty()
                : Optional.of("version " + body.version() + " of a row, not " + expected);
    }

    private Optional<String> orgHead(Bytes org, ReportBody.OrgHead body) {
        return chains.passed(org, body)
                ? Optional.empty()
                : Optional.of("a head that the org's chain never had");
    }

    private Optional<String> policy(Bytes org, LeafBody.Policy body) {
        Spec previous = specs.put(body.spec(), new Spec(org, body.version()));
        if (previous != null && !previous.org().equals(org)) {
            return Optional.of("a policy for the spec of another org");
        }
        return previous == null || body.version() > previous.version()
                ? Optional.empty()
                : Optional.of("policy version " + body.version() + " after " + previous.version());
    }
}
