package dev.sealwright.attestation.report;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.history.OrgChains;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafBody.RecordBody;
import dev.sealwright.protocol.leaf.RecordKind;
import dev.sealwright.protocol.leaf.RecordState;
import dev.sealwright.protocol.leaf.ReportBody;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the whole log says about a report: fed with a verified copy of it, leaf by leaf from the
 * first. For one thread.
 */
public final class LogFacts {
    private final AuthenticReport report;
    private final OrgChains chains = new OrgChains();
    private final Map<Bytes, Long> policies = new HashMap<>();
    private final Map<Bytes, Set<Bytes>> bindings = new HashMap<>();
    private boolean found;

    public LogFacts(AuthenticReport report) {
        this.report = report;
    }

    /** Takes the next leaf; those behind the report say nothing about it. */
    public void add(long index, Bytes entry, Leaf leaf) {
        if (index == report.leaf().index()) {
            found = entry.equals(report.leaf().bytes());
        }
        if (index >= report.leaf().index()) {
            return;
        }
        chains.add(leaf.org(), entry);
        switch (leaf.body()) {
            case LeafBody.Policy b -> policies.merge(b.spec(), b.version(), Math::max);
            case RecordBody b when b.kind() == RecordKind.ROLE_BINDING -> bind(leaf.org(), b);
            default -> {}
        }
    }

    /**
     * In place of the next leaf, where the copy has its hash alone: none that says anything about
     * specs, policies or role bindings, as those last.
     */
    public void gone(long index) {
        if (index < report.leaf().index()) {
            chains.gone();
        }
    }

    private void bind(Bytes org, RecordBody body) {
        Set<Bytes> rows = bindings.computeIfAbsent(org, _ -> new HashSet<>());
        if (body.state() == RecordState.SET) {
            rows.add(body.row());
        } else {
            rows.remove(body.row());
        }
    }

    /** Whether the log that was read has the report at its place. */
    public boolean holdsReport() {
        return found;
    }

    /** Whether every org's chain can be followed to the report. */
    boolean whole() {
        return chains.whole();
    }

    boolean passed(Bytes org, ReportBody.OrgHead head) {
        return chains.passed(org, head);
    }

    long newestPolicy(Bytes spec) {
        return policies.getOrDefault(spec, 0L);
    }

    long roleBindings(Bytes org) {
        return bindings.getOrDefault(org, Set.of()).size();
    }
}
