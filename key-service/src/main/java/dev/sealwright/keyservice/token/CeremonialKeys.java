package dev.sealwright.keyservice.token;

import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.clientkey.TokenKeys;
import dev.sealwright.keyservice.inventory.KeyRole;
import dev.sealwright.keyservice.inventory.ServiceKeys;
import dev.sealwright.keyservice.log.VoterLog;
import dev.sealwright.keyservice.secret.OrgKeyring;
import dev.sealwright.protocol.key.SigningAlgorithm;
import java.util.EnumSet;
import java.util.Set;

/** The ceremony's keys that others may take the place of: those for tokens, and {@code mac}. */
public final class CeremonialKeys {
    private CeremonialKeys() {}

    /**
     * Has them there and fit, unless the log tells of their end.
     *
     * @param log closed where they are not
     * @throws StartRefusedException where they are not
     */
    public static void require(
            KeyBackend backend, TokenKeys tokens, OrgKeyring keyring, VoterLog log) {
        Set<KeyRole> needed = EnumSet.noneOf(KeyRole.class);
        if (!tokens.outlivesCeremony(SigningAlgorithm.ED25519)) {
            needed.add(KeyRole.TOKEN);
        }
        if (!tokens.outlivesCeremony(SigningAlgorithm.ES256)) {
            needed.add(KeyRole.TOKEN_ES256);
        }
        if (keyring.needsCeremonial()) {
            needed.add(KeyRole.MAC);
        }
        try {
            ServiceKeys.requireFit(backend, needed);
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }
}
