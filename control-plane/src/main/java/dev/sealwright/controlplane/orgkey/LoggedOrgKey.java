package dev.sealwright.controlplane.orgkey;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.OrgKeyBody;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the log says of an organisation's key, or of the service's own key {@code mac}, which is
 * that of no organisation.
 *
 * @param versions from version 1 on, which no leaf names, the last of which seals
 */
public record LoggedOrgKey(Bytes org, List<Version> versions) {
    public LoggedOrgKey {
        versions = List.copyOf(versions);
    }

    /**
     * A version of the key.
     *
     * @param origin the leaf that made it; absent for the first
     * @param destruction how it is to end, if it is
     */
    public record Version(
            long number,
            Optional<Origin> origin,
            boolean enabled,
            Optional<Destruction> destruction,
            boolean destroyed) {

        /** The word for its place in its life (NIST SP 800-57 part 1, section 7). */
        public String state(boolean seals) {
            if (destroyed) {
                return "destroyed";
            }
            if (destruction.isPresent()) {
                return "destruction-scheduled";
            }
            if (!enabled) {
                return "disabled";
            }
            return seals ? "active" : "deactivated";
        }

        /** Whether it does what it is for: it opens, or what it derived counts. */
        boolean opens() {
            return enabled && destruction.isEmpty() && !destroyed;
        }

        private Version with(boolean on, Optional<Destruction> end, boolean gone) {
            return new Version(number, origin, on, end, gone);
        }
    }

    /**
     * Where a version comes from.
     *
     * @param id CKA_ID of the key
     * @param index of its org-key-version leaf
     */
    public record Origin(Bytes id, long index, Instant time) {}

    /**
     * A destruction that is in force.
     *
     * @param index of its leaf
     */
    public record Destruction(Instant due, long index) {}

    static LoggedOrgKey first(Bytes org) {
        return new LoggedOrgKey(
                org, List.of(new Version(1, Optional.empty(), true, Optional.empty(), false)));
    }

    public long latest() {
        return versions.size();
    }

    /** From when another version sealed in the place of this one. */
    public Optional<Instant> deactivated(long number) {
        return version(number + 1).flatMap(Version::origin).map(Origin::time);
    }

    public Optional<Version> version(long number) {
        return number >= 1 && number <= latest()
                ? Optional.of(versions.get((int) number - 1))
                : Optional.empty();
    }

    /** CKA_ID of the version that seals; empty while that is the first. */
    public Optional<Bytes> sealing() {
        return versions.getLast().origin().map(Origin::id);
    }

    /** The number of the version with that CKA_ID: the first, if no leaf names it. */
    public long numberOf(Bytes id) {
        return versions.stream()
                .filter(each -> each.origin().map(Origin::id).filter(id::equals).isPresent())
                .map(Version::number)
                .findFirst()
                .orElse(1L);
    }

    /** As the key service takes the leaf: what does not follow changes nothing. */
    LoggedOrgKey after(long index, Leaf leaf, OrgKeyBody body) {
        if (body instanceof OrgKeyBody.Version next) {
            return next.version() == latest() + 1 ? with(index, leaf, next) : this;
        }
        Optional<Version> known =
                version(body.version())
                        .filter(each -> each.number() < latest() && !each.destroyed());
        return known.map(each -> with(after(each, index, body))).orElse(this);
    }

    private static Version after(Version version, long index, OrgKeyBody body) {
        return switch (body) {
            case OrgKeyBody.Switch change ->
                    version.with(change.enabled(), version.destruction(), false);
            case OrgKeyBody.Destruction end ->
                    version.destruction().isPresent()
                            ? version
                            : version.with(
                                    version.enabled(),
                                    Optional.of(new Destruction(end.due(), index)),
                                    false);
            case OrgKeyBody.Restoration _ ->
                    version.with(version.enabled(), Optional.empty(), false);
            case OrgKeyBody.Destroyed _ ->
                    version.with(version.enabled(), version.destruction(), true);
            case OrgKeyBody.Version _ -> version;
        };
    }

    private LoggedOrgKey with(long index, Leaf leaf, OrgKeyBody.Version next) {
        List<Version> all = new ArrayList<>(versions);
        all.add(
                new Version(
                        next.version(),
                        Optional.of(new Origin(next.key(), index, leaf.time())),
                        true,
                        Optional.empty(),
                        false));
        return new LoggedOrgKey(org, all);
    }

    private LoggedOrgKey with(Version changed) {
        List<Version> all = new ArrayList<>(versions);
        all.set((int) changed.number() - 1, changed);
        return new LoggedOrgKey(org, all);
    }
}
