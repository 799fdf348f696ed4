package dev.sealwright.controlplane.access;

import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
import dev.sealwright.controlplane.record.Records;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Which roles a caller has where. */
@Singleton
public final class Memberships {
    private final Records records;
    private final Orgs orgs;
    private final Remembered<User, Set<Role>> known;

    Memberships(Records records, Orgs orgs) {
        this.records = records;
        this.orgs = orgs;
        this.known = new Remembered<>(records::changes);
    }

    private record User(Org org, String name) {}

    /** What the caller is in an organisation; empty, alike, if there is none or he is no member. */
    public Optional<Membership> find(ApiKeyCaller caller, String org) {
        return orgs.find(org)
                .map(found -> of(caller, found))
                .filter(membership -> !membership.roles().isEmpty());
    }

    public Membership of(ApiKeyCaller caller, Org org) {
        Set<Role> own = roles(caller);
        boolean home = caller.org().equals(org);
        if (caller.org().name().equals(Org.PLATFORM) && own.contains(Role.PLATFORM)) {
            return new Membership(org, home ? own : Set.of(Role.PLATFORM));
        }
        return new Membership(org, home ? own : Set.of());
    }

    /**
     * The roles in the caller's own organisation. PLATFORM means something in the org platform
     * alone.
     */
    private Set<Role> roles(ApiKeyCaller caller) {
        Set<Role> bound =
                known.get(new User(caller.org(), caller.user()), this::bound).orElse(Set.of());
        if (caller.org().name().equals(Org.PLATFORM)) {
            return bound;
        }
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        roles.addAll(bound);
        roles.remove(Role.PLATFORM);
        return roles;
    }

    private Optional<Set<Role>> bound(User user) {
        return records.find(UserDocument.TYPE, user.org().tag(), user.name())
                .map(
                        found -> {
                            EnumSet<Role> roles = EnumSet.noneOf(Role.class);
                            records.referringTo(RoleBindingDocument.TYPE, found.row()).stream()
                                    .filter(binding -> binding.org().equals(user.org().tag()))
                                    .map(binding -> binding.value())
                                    .filter(binding -> binding.user().equals(user.name()))
                                    .forEach(binding -> roles.add(binding.role()));
                            return roles;
                        });
    }
}
