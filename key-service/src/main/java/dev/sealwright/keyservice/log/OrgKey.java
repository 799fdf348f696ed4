package dev.sealwright.keyservice.log;

import dev.sealwright.protocol.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the key of an org stands, according to leaves that this voter appended. An org of which no
 * leaf told has one version, which is enabled. The key of no org is the service's {@code mac}.
 *
 * @param versions from version 1 on, the last of which seals
 */
public record OrgKey(Bytes org, List<Version> versions) {
    /**
     * One version.
     *
     * @param due when it is to be destroyed; it opens nothing from the day that this was set
     */
    public record Version(boolean enabled, Optional<Instant> due, boolean destroyed) {
        static final Version FRESH = new Version(true, Optional.empty(), false);

        public Version {
            Objects.requireNonNull(due);
        }

        /** Whether it opens what it sealed. */
        public boolean opens() {
            return enabled && due.isEmpty() && !destroyed;
        }

        /** Whether no leaf ordered its end. */
        public boolean stays() {
            return due.isEmpty() && !destroyed;
        }

        Version enabled(boolean now) {
            return new Version(now, due, destroyed);
        }

        Version due(Optional<Instant> time) {
            return new Version(enabled, time, destroyed);
        }

        Version gone() {
            return new Version(enabled, due, true);
        }
    }

    public OrgKey {
        Objects.requireNonNull(org);
        versions = List.copyOf(versions);
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("an org's key has a version");
        }
    }

    static OrgKey first(Bytes org) {
        return new OrgKey(org, List.of(Version.FRESH));
    }

    /** The version that seals. */
    public long latest() {
        return versions.size();
    }

    /** The version of that number, if there is one. */
    public Optional<Version> version(long number) {
        return number >= 1 && number <= latest()
                ? Optional.of(versions.get((int) number - 1))
                : Optional.empty();
    }

    OrgKey next() {
        List<Version> all = new ArrayList<>(versions);
        all.add(Version.FRESH);
        return new OrgKey(org, all);
    }

    OrgKey with(long number, Version version) {
        List<Version> all = new ArrayList<>(versions);
        all.set((int) number - 1, version);
        return new OrgKey(org, all);
    }
}
