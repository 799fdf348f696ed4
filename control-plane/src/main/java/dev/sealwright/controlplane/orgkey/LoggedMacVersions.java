package dev.sealwright.controlplane.orgkey;

import dev.sealwright.controlplane.access.MacVersions;
import jakarta.inject.Singleton;
import java.util.List;

/** The versions of the service's key {@code mac}, from the log alone. */
@Singleton
final class LoggedMacVersions implements MacVersions {
    private final LoggedOrgKeys keys;

    LoggedMacVersions(LoggedOrgKeys keys) {
        this.keys = keys;
    }

    @Override
    public List<MacVersion> open() {
        LoggedOrgKey key = keys.mac();
        return key.versions().reversed().stream()
                .filter(LoggedOrgKey.Version::opens)
                .map(each -> new MacVersion(each.number(), key.deactivated(each.number())))
                .toList();
    }
}
