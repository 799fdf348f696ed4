package dev.sealwright.controlplane.orgkey;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.LeafRefusedException;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.OrgKeyBody;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has versions of organisations' keys destroyed whose time has come, and of the service's key
 * {@code mac}: the key, then the leaf that says so. One that a secret needs by then waits, and is
 * tried again.
 */
@Singleton
final class OrgKeyDestroying {
    private static final Logger LOG = LoggerFactory.getLogger(OrgKeyDestroying.class);

    private final LoggedOrgKeys keys;
    private final KeyUse use;
    private final Storage storage;
    private final Log log;
    private final KeyService keyService;
    private final InstantSource clock;

    OrgKeyDestroying(
            LoggedOrgKeys keys,
            KeyUse use,
            Storage storage,
            Log log,
            KeyService keyService,
            InstantSource clock) {
        this.keys = keys;
        this.use = use;
        this.storage = storage;
        this.log = log;
        this.keyService = keyService;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = "60s", initialDelay = "60s")
    void round() {
        try {
            Stream.concat(keys.all().stream(), Stream.of(keys.mac())).forEach(this::tryDue);
        } catch (RuntimeException e) {
            LOG.warn("cannot look for organisations' keys that are due: {}", e.getMessage());
        }
    }

    private void tryDue(LoggedOrgKey key) {
        key.versions().stream().filter(this::isDue).forEach(version -> tryOne(key.org(), version));
    }

    private boolean isDue(LoggedOrgKey.Version version) {
        return !version.destroyed()
                && version.destruction()
                        .filter(end -> !clock.instant().isBefore(end.due()))
                        .isPresent();
    }

    /** One that cannot be destroyed keeps no other. */
    private void tryOne(Bytes org, LoggedOrgKey.Version version) {
        try {
            List<String> needing = use.needing(org, version.number());
            if (needing.isEmpty()) {
                destroy(org, version);
            } else {
                LOG.warn(
                        "version {} of an organisation's key is due and needed by {}",
                        version.number(),
                        needing);
            }
        } catch (RuntimeException e) {
            LOG.warn("cannot destroy an organisation's key that is due: {}", e.getMessage());
        }
    }

    private void destroy(Bytes org, LoggedOrgKey.Version version) {
        LeafOutcome.Released destruction =
                log.at(version.destruction().orElseThrow().index()).orElseThrow();
        keyService.destroyOrgKey(new ProvenLeaf(destruction.leaf(), destruction.receipt().text()));
        try {
            log.await(
                    storage.write(
                            connection ->
                                    log.propose(org, new OrgKeyBody.Destroyed(version.number()))));
        } catch (LeafRefusedException e) {
            // Another replica said so first.
            if (e.code() != RefusalCode.KEY_STATE) {
                throw e;
            }
        }
    }
}
