package dev.sealwright.controlplane.access;

import dev.sealwright.controlplane.record.Records;
import dev.sealwright.controlplane.record.Versioned;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Leaf;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Organisations by name and by tag. */
@Singleton
public final class Orgs {
    private final Records records;

    Orgs(Records records) {
        this.records = records;
    }

    public Optional<Org> find(String name) {
        return records.find(OrgDocument.TYPE, Leaf.NO_ORG, name).map(Orgs::org);
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
