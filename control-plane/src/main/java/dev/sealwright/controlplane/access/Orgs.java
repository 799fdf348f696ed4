package dev.sealwright.controlplane.access;

import dev.sealwright.controlplane.record.Records;
import dev.sealwright.controlplane.record.Versioned;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.RecordKind;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** Organisations by name and by tag. */
@Singleton
public final class Orgs {
    private static final Set<RecordKind> KINDS = Set.of(RecordKind.ORG);

    private final Records records;
    private final Remembered<String, Org> known;

    Orgs(Records records) {
        this.records = records;
        this.known = new Remembered<>(() -> records.changes(KINDS));
    }

    public Optional<Org> find(String name) {
        return known.get(
                name, wanted -> records.find(OrgDocument.TYPE, Leaf.NO_ORG, wanted).map(Orgs::org));
    }

    public Optional<Org> find(Bytes tag) {
        return records.page(OrgDocument.TYPE, tag, Optional.empty(), 1).items().stream()
                .findFirst()
                .map(Orgs::org);
    }

    static Org org(Versioned<OrgDocument> version) {
        return new Org(version.org(), version.name());
    }
}
