package dev.sealwright.controlplane.voter;

import dev.sealwright.keyservice.api.EntrustedSecret;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.Purpose;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.Bytes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Secrets that the first member derives and all others keep: once one of them has sealed such a
 * secret, that form is what counts, whoever derives what, so that a new token in the first one's
 * place changes nothing. Each member that issues is given each secret as soon as it is there. A
 * secret has versions, those of the key {@code mac}.
 */
final class DerivedSecrets {
    private static final Logger LOG = LoggerFactory.getLogger(DerivedSecrets.class);

    private final Keepers keepers;
    private final EntrustedTable table;
    private final Map<Name, Bytes> known = new ConcurrentHashMap<>();
    private final Set<EntrustedTo> done = ConcurrentHashMap.newKeySet();

    private record Name(Purpose purpose, long version) {
        EntrustedSecret with(Bytes bytes) {
            return new EntrustedSecret(purpose, version, bytes);
        }

        @Override
        public String toString() {
            return purpose + ", version " + version;
        }
    }

    private record EntrustedTo(Name name, Bytes member) {}

    DerivedSecrets(Keepers keepers, EntrustedTable table) {
        this.keepers = keepers;
        this.table = table;
    }

    /** 32 bytes, the same at each call and after each start. */
    Bytes of(Purpose purpose, long version) {
        return of(new Name(purpose, version));
    }

    private Bytes of(Name name) {
        Bytes there = known.get(name);
        return there != null ? there : found(name);
    }

    private Bytes found(Name name) {
        Map<Bytes, Bytes> sealed = table.of(name.purpose(), name.version());
        Bytes secret =
                sealed.isEmpty()
                        ? keepers.first().service().derive(name.purpose(), name.version())
                        : opened(name, sealed);
        known.put(name, secret);
        return secret;
    }

    private Bytes opened(Name name, Map<Bytes, Bytes> sealed) {
        List<Keeper> holding =
                keepers.all().stream()
                        .filter(each -> each.sharingKey().isPresent())
                        .filter(each -> each.id().filter(sealed::containsKey).isPresent())
                        .toList();
        if (holding.isEmpty()) {
            throw new KeyServiceUnavailableException(
                    "No member answers that keeps the secret for " + name + ".");
        }
        return keepers.anyOf(
                holding,
                each ->
                        each.service()
                                .entrusted(
                                        name.with(
                                                Objects.requireNonNull(
                                                        sealed.get(each.id().orElseThrow())))));
    }

    /**
     * Gives each member that is there what it does not keep yet, and forgets what counts no more.
     *
     * @param versions that count
     */
    void spread(List<Long> versions) {
        known.keySet().removeIf(name -> !versions.contains(name.version()));
        for (long version : versions) {
            for (Purpose purpose : Purpose.values()) {
                spread(new Name(purpose, version));
            }
        }
    }

    private void spread(Name name) {
        Set<Keeper> lacking = new HashSet<>(keepers.all());
        lacking.removeIf(
                each ->
                        each.sharingKey().isEmpty()
                                || done.contains(new EntrustedTo(name, each.id().orElseThrow())));
        lacking.forEach(each -> entrust(name, each));
    }

    private void entrust(Name name, Keeper keeper) {
        Bytes member = keeper.id().orElseThrow();
        try {
            Bytes secret = of(name);
            Bytes kept = table.of(name.purpose(), name.version()).get(member);
            if (kept == null || !opens(keeper, name.with(kept))) {
                Bytes sealed = keeper.service().entrust(name.with(secret));
                table.store(name.purpose(), name.version(), member, sealed);
                LOG.info("the member at {} keeps the secret for {}", keeper.address(), name);
            }
            done.add(new EntrustedTo(name, member));
        } catch (KeyServiceUnavailableException e) {
            keeper.forget();
            LOG.debug("{} is not given a derived secret now", keeper.address(), e);
        }
    }

    private static boolean opens(Keeper keeper, EntrustedSecret sealed) {
        try {
            return !keeper.service().entrusted(sealed).isEmpty();
        } catch (KeyServiceRefusedException e) {
            if (e.code() != RefusalCode.CIPHERTEXT) {
                throw e;
            }
            return false;
        }
    }
}
