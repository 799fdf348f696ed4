package dev.sealwright.controlplane.access;

import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
import dev.sealwright.controlplane.record.Quarantine;
import dev.sealwright.controlplane.record.Records;
import dev.sealwright.protocol.leaf.RecordKind;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which roles a caller has where. */
@Singleton
public final class Memberships {
    private static final Set<RecordKind> KINDS = Set.of(RecordKind.USER, RecordKind.ROLE_BINDING);

    private final Records records;
    private final Orgs orgs;
    private final Quarantine quarantine;
    private final Remembered<User, List<RoleBindingDocument>> known;

    Memberships(Records records, Orgs orgs, Quarantine quarantine) {
        this.quarantine = quarantine;
        this.records = records;
        this.orgs = orgs;
        this.known = new Remembered<>(() -> records.changes(KINDS));
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
     * Whether a role binding of the caller in his own organisation names the secret. No role says
     * so by itself, PLATFORM included.
     */
    public boolean mayUnseal(ApiKeyCaller caller, Org org, String secret) {
        return caller.org().equals(org)
                && bindings(caller).stream().anyMatch(binding -> binding.mayUnseal(secret));
    }

    /** Whether a role binding of the caller in his own organisation names the key, likewise. */
    public boolean maySign(ApiKeyCaller caller, Org org, String key) {
        return caller.org().equals(org)
                && bindings(caller).stream().anyMatch(binding -> binding.maySign(key));
    }

    /**
     * The roles in the caller's own organisation. PLATFORM means something in the org platform
     * alone.
     */
    private Set<Role> roles(ApiKeyCaller caller) {
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        bindings(caller).forEach(binding -> roles.add(binding.role()));
        if (!caller.org().name().equals(Org.PLATFORM)) {
            roles.remove(Role.PLATFORM);
        }
        return roles;
    }

    private List<RoleBindingDocument> bindings(ApiKeyCaller caller) {
        return known.get(new User(caller.org(), caller.user()), this::bound).orElse(List.of());
    }

    private Optional<List<RoleBindingDocument>> bound(User user) {
        return records.find(UserDocument.TYPE, user.org().tag(), user.name())
                .map(
                        found ->
                                records.referringTo(RoleBindingDocument.TYPE, found.row()).stream()
                                        .filter(binding -> binding.org().equals(user.org().tag()))
                                        .filter(binding -> !quarantine.holds(binding.index()))
                                        .map(binding -> binding.value())
                                        .filter(binding -> binding.user().equals(user.name()))
                                        .toList());
    }
}
