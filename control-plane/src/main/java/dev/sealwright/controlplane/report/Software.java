package dev.sealwright.controlplane.report;

import dev.sealwright.attestation.report.Statement;
import dev.sealwright.protocol.Bytes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What runs here, in its own words. Found out once, when it is first asked for. */
@Singleton
class Software {
    private final Optional<ComponentList> list = ComponentList.find();
    private Statement.@Nullable Build build;

    Optional<Bytes> components() {
        return list.map(ComponentList::document);
    }

    synchronized Statement.Build build() {
        Statement.Build known = build;
        if (known == null) {
            known = found();
            build = known;
        }
        return known;
    }

    private Statement.Build found() {
        return new Statement.Build(
                list.map(ComponentList::version).orElse("unknown"),
                Runtime.version().toString(),
                list.map(ComponentList::digest),
                list.map(each -> (long) each.components().size()).orElse(0L),
                list.map(each -> ClassPath.ofThisProcess().beyond(each)).orElse(List.of()));
    }
}
