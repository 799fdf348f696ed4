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
 * place changes nothing. Each member that issues is given each secret as soon as it is there.
 */
final class DerivedSecrets {
    private static final Logger LOG = LoggerFactory.getLogger(DerivedSecrets.class);

    private final Keepers keepers;
    private final EntrustedTable table;
    private final Map<Purpose, Bytes> known = new ConcurrentHashMap<>();
    private final Set<EntrustedTo> done = ConcurrentHashMap.newKeySet();

    private record EntrustedTo(Purpose purpose, Bytes member) {}

    DerivedSecrets(Keepers keepers, EntrustedTable table) {
        this.keepers = keepers;
        this.table = table;
    }

    /** 32 bytes, the same at each call and after each start. */
    Bytes of(Purpose purpose) {
        Bytes there = known.get(purpose);
        return there != null ? there : found(purpose);
    }

    private Bytes found(Purpose purpose) {
        Map<Bytes, Bytes> sealed = table.of(purpose);
        Bytes secret =
                sealed.isEmpty()
                        ? keepers.first().service().derive(purpose)
                        : opened(purpose, sealed);
        known.put(purpose, secret);
        return secret;
    }

    private Bytes opened(Purpose purpose, Map<Bytes, Bytes> sealed) {
        List<Keeper> holding =
                keepers.all().stream()
                        .filter(each -> each.sharingKey().isPresent())
                        .filter(each -> each.id().filter(sealed::containsKey).isPresent())
                        .toList();
        if (holding.isEmpty()) {
            throw new KeyServiceUnavailableException(
                    "No member answers that keeps the secret for " + purpose + ".");
        }
        return keepers.anyOf(
                holding,
                each ->
                        each.service()
                                .entrusted(
                                        new EntrustedSecret(
                                                purpose,
                                                Objects.requireNonNull(
                                                        sealed.get(each.id().orElseThrow())))));
    }

    /** Gives each member that is there what it does not keep yet. */
    void spread() {
        for (Purpose purpose : Purpose.values()) {
            Set<Keeper> lacking = new HashSet<>(keepers.all());
            lacking.removeIf(
                    each ->
                            each.sharingKey().isEmpty()
                                    || done.contains(
                                            new EntrustedTo(purpose, each.id().orElseThrow())));
            lacking.forEach(each -> entrust(purpose, each));
        }
    }

    private void entrust(Purpose purpose, Keeper keeper) {
        Bytes member = keeper.id().orElseThrow();
        try {
            Bytes secret = of(purpose);
            Bytes kept = table.of(purpose).get(member);
            if (kept == null || !opens(keeper, purpose, kept)) {
                Bytes sealed = keeper.service().entrust(new EntrustedSecret(purpose, secret));
                table.store(purpose, member, sealed);
                LOG.info("the member at {} keeps the secret for {}", keeper.address(), purpose);
            }
            done.add(new EntrustedTo(purpose, member));
        } catch (KeyServiceUnavailableException e) {
            keeper.forget();
            LOG.debug("{} is not given a derived secret now", keeper.address(), e);
        }
    }

    private static boolean opens(Keeper keeper, Purpose purpose, Bytes sealed) {
        try {
            return !keeper.service().entrusted(new EntrustedSecret(purpose, sealed)).isEmpty();
        } catch (KeyServiceRefusedException e) {
            if (e.code() != RefusalCode.CIPHERTEXT) {
                throw e;
            }
            return false;
        }
    }
}
