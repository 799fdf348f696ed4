package dev.sealwright.keyservice.log;

import dev.sealwright.keyservice.api.Admission.Refused;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.OrgKeyBody;
import dev.sealwright.protocol.leaf.SecretBody;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the orgs' own keys stand, learnt from leaves of the log alone; under no org, the service's
 * own key {@code mac}. Changed by one thread at a time; {@link #of} may be called by any.
 */
final class OrgKeys {
    /** Orgs whose key was ever rotated. */
    static final int MAX = 16_384;

    /** Destroyed ones included. */
    static final int MAX_VERSIONS = 1_024;

    private final Map<Bytes, OrgKey> keys = new ConcurrentHashMap<>();

    OrgKeys(List<OrgKey> known) {
        known.forEach(each -> keys.put(each.org(), each));
    }

    OrgKey of(Bytes org) {
        return keys.getOrDefault(org, OrgKey.first(org));
    }

    List<OrgKey> snapshot() {
        return List.copyOf(keys.values());
    }

    /** Why a leaf about an org's key, or what was sealed anew under it, is not admitted now. */
    Optional<Refused> refusal(Leaf leaf, KeyMaterial material, Instant now) {
        return switch (leaf.body()) {
            case OrgKeyBody.Version next -> next(leaf.org(), next, material);
            case OrgKeyBody body -> older(leaf.org(), body, material, now);
            case SecretBody.Reseal reseal ->
                    material.resealed(leaf.org(), reseal)
                            ? Optional.empty()
                            : LeafJudge.refuse(
                                    RefusalCode.STALE,
                                    "this service did not seal that blob anew since it started");
            default -> Optional.empty();
        };
    }

    private Optional<Refused> next(Bytes org, OrgKeyBody.Version next, KeyMaterial material) {
        OrgKey key = of(org);
        if (next.version() != key.latest() + 1) {
            return state("this is not the version that follows");
        }
        if (key.latest() >= MAX_VERSIONS || (!keys.containsKey(org) && keys.size() >= MAX)) {
            return LeafJudge.refuse(RefusalCode.OVERLOADED, "too many versions of org keys");
        }
        return material.isOrgKey(org, next.version(), next.key())
                ? Optional.empty()
                : LeafJudge.refuse(
                        RefusalCode.UNKNOWN_KEY, "the token has no such key; have it made first");
    }

    private Optional<Refused> older(Bytes org, OrgKeyBody body, KeyMaterial material, Instant now) {
        OrgKey key = of(org);
        Optional<OrgKey.Version> known = key.version(body.version());
        if (known.isEmpty()) {
            return LeafJudge.refuse(RefusalCode.UNKNOWN_KEY, "the org's key has no such version");
        }
        if (body.version() == key.latest()) {
            return state("the version seals; rotate the org's key first");
        }
        OrgKey.Version version = known.get();
        if (version.destroyed()) {
            return state("the version was destroyed");
        }
        boolean due = version.due().filter(time -> !time.isAfter(now)).isPresent();
        return switch (body) {
            case OrgKeyBody.Restoration _ ->
                    due || !material.holdsOrgKey(org, body.version())
                            ? state("the time to restore the version is over")
                            : Optional.empty();
            case OrgKeyBody.Destroyed _ ->
                    due && material.lacksOrgKey(org, body.version())
                            ? Optional.empty()
                            : state("the version is there still");
            case OrgKeyBody.Switch _, OrgKeyBody.Destruction _, OrgKeyBody.Version _ ->
                    Optional.empty();
        };
    }

    private static Optional<Refused> state(String detail) {
        return LeafJudge.refuse(RefusalCode.KEY_STATE, detail);
    }

    /** The leaf stands in the log now. One that a change overtook counts for nothing. */
    void learn(Leaf leaf) {
        if (leaf.body() instanceof OrgKeyBody body) {
            keys.compute(leaf.org(), (org, known) -> after(known == null ? of(org) : known, body));
        }
    }

    private static OrgKey after(OrgKey key, OrgKeyBody body) {
        if (body instanceof OrgKeyBody.Version next) {
            return next.version() == key.latest() + 1 ? key.next() : key;
        }
        Optional<OrgKey.Version> known =
                key.version(body.version())
                        .filter(version -> body.version() < key.latest() && !version.destroyed());
        return known.map(version -> key.with(body.version(), after(version, body))).orElse(key);
    }

    private static OrgKey.Version after(OrgKey.Version version, OrgKeyBody body) {
        return switch (body) {
            case OrgKeyBody.Switch change -> version.enabled(change.enabled());
            case OrgKeyBody.Destruction end ->
                    version.due().isPresent() ? version : version.due(Optional.of(end.due()));
            case OrgKeyBody.Restoration _ -> version.due(Optional.empty());
            case OrgKeyBody.Destroyed _ -> version.gone();
            case OrgKeyBody.Version _ -> version;
        };
    }
}
