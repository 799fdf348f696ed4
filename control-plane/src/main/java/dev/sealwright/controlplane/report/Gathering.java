package dev.sealwright.controlplane.report;

import dev.sealwright.attestation.report.LoggedLeaf;
import dev.sealwright.attestation.report.Statement.Count;
import dev.sealwright.attestation.report.Statement.Organisation;
import dev.sealwright.attestation.report.Statement.Policy;
import dev.sealwright.attestation.report.Statement.Spec;
import dev.sealwright.controlplane.access.Org;
import dev.sealwright.controlplane.access.OrgDocument;
import dev.sealwright.controlplane.access.RoleBindingDocument;
import dev.sealwright.controlplane.host.Hosts;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.OrgHeads;
import dev.sealwright.controlplane.log.Proofs;
import dev.sealwright.controlplane.policy.Policies;
import dev.sealwright.controlplane.record.Ledger;
import dev.sealwright.controlplane.record.RecordType;
import dev.sealwright.controlplane.record.Records;
import dev.sealwright.controlplane.record.Versioned;
import dev.sealwright.controlplane.spec.SandboxSpecDocument;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.RecordKind;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a report says about organisations. */
@Singleton
final class Gathering {
    /** More than one report holds. */
    private static final int LIMIT = 4096;

    private final Records records;
    private final Ledger ledger;
    private final Policies policies;
    private final Hosts hosts;
    private final OrgHeads heads;
    private final Proofs proofs;

    Gathering(
            Records records,
            Ledger ledger,
            Policies policies,
            Hosts hosts,
            OrgHeads heads,
            Proofs proofs) {
        this.records = records;
        this.ledger = ledger;
        this.policies = policies;
        this.hosts = hosts;
        this.heads = heads;
        this.proofs = proofs;
    }

    /** This one, or all of them and what belongs to none. */
    List<Organisation> about(Optional<Org> org) {
        List<Org> orgs = org.map(List::of).orElseGet(this::all);
        List<LeafOutcome.Released> committed = heads.commit(orgs.stream().map(Org::tag).toList());
        List<Organisation> gathered = new ArrayList<>();
        for (int i = 0; i < orgs.size(); i++) {
            gathered.add(gather(orgs.get(i), committed.get(i)));
        }
        return gathered;
    }

    private List<Org> all() {
        return Stream.concat(
                        Stream.of(new Org(Leaf.NO_ORG, "")),
                        records.all(OrgDocument.TYPE).stream()
                                .map(each -> new Org(each.org(), each.name())))
                .toList();
    }

    private Organisation gather(Org org, LeafOutcome.Released head) {
        List<Versioned<SandboxSpecDocument>> specs = list(SandboxSpecDocument.TYPE, org.tag());
        return new Organisation(
                org.tag(),
                org.name(),
                count(RecordKind.USER, org.tag()),
                count(RecordKind.API_KEY, org.tag()),
                counts(roles(org.tag())),
                counts(hosts.states(org.tag())),
                logged(head),
                specs(specs),
                specs.stream().flatMap(spec -> policy(spec).stream()).toList());
    }

    private List<Spec> specs(List<Versioned<SandboxSpecDocument>> specs) {
        List<Bytes> leaves = proofs.leaves(specs.stream().map(Versioned::index).toList());
        List<Spec> named = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            Versioned<SandboxSpecDocument> spec = specs.get(i);
            named.add(
                    new Spec(
                            spec.name(),
                            spec.value().policy(),
                            new LoggedLeaf(spec.index(), leaves.get(i))));
        }
        return named;
    }

    private Optional<Policy> policy(Versioned<SandboxSpecDocument> spec) {
        return policies.inForce(spec.row()).map(leaf -> new Policy(spec.name(), logged(leaf)));
    }

    private SortedMap<String, Long> roles(Bytes org) {
        SortedMap<String, Long> roles = new TreeMap<>();
        list(RoleBindingDocument.TYPE, org)
                .forEach(binding -> roles.merge(binding.value().role().name(), 1L, Long::sum));
        return roles;
    }

    private <T> List<Versioned<T>> list(RecordType<T> type, Bytes org) {
        return records.page(type, org, Optional.empty(), LIMIT).items();
    }

    private long count(RecordKind kind, Bytes org) {
        return ledger.page(kind, org, Optional.empty(), Integer.MAX_VALUE).size();
    }

    private static List<Count> counts(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(each -> new Count(each.getKey(), each.getValue()))
                .toList();
    }

    static LoggedLeaf logged(LeafOutcome.Released released) {
        return new LoggedLeaf(released.index(), released.leaf());
    }
}
