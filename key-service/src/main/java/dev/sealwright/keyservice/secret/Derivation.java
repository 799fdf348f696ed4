package dev.sealwright.keyservice.secret;

import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.Purpose;
import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.log.VoterLog;
import dev.sealwright.protocol.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Derives secrets under versions of the service's own key {@code mac}. Safe for concurrent use. */
public final class Derivation {
    private static final Logger LOG = LoggerFactory.getLogger(Derivation.class);

    private final KeyBackend backend;
    private final OrgKeyring keys;

    private Derivation(KeyBackend backend, OrgKeyring keys) {
        this.backend = backend;
        this.keys = keys;
    }

    /**
     * Has the version there that derives what is new.
     *
     * @param log closed where it is not
     * @throws StartRefusedException where it is not
     */
    public static Derivation ready(KeyBackend backend, OrgKeyring keys, VoterLog log) {
        try {
            LOG.info("secrets are derived under {}", keys.deriving(keys.newest()).label());
            return new Derivation(backend, keys);
        } catch (KeyServiceRefusedException | KeyBackendException e) {
            log.close();
            throw new StartRefusedException(
                    "The key '"
                            + OrgKeyName.mac(keys.newest()).label()
                            + "', under which the log says that secrets are derived, is not usable"
                            + " on the service token: "
                            + e.getMessage()
                            + " Open the token that holds it.",
                    e);
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /**
     * See {@link dev.sealwright.keyservice.api.KeyService#derive}. Nothing verifies an
     * authentication code but itself, and a wrong one would stay for good.
     */
    public Bytes derive(Purpose purpose, long version) {
        KeyHandle key = keys.deriving(version);
        Bytes label = Bytes.utf8(purpose.label());
        Bytes code = backend.hmac(key, label);
        if (!code.equals(backend.hmac(key, label))) {
            throw new KeyServiceUnavailableException(
                    "The HSM returned two codes for one text; none is passed on.");
        }
        return code;
    }
}
