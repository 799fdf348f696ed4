package dev.sealwright.keyservice.secret;

import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.clientkey.ClientKeyStore;
import dev.sealwright.keyservice.log.KeyMaterial;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.SecretBody;
import java.util.Optional;

/** What the one token holds. */
public record TokenMaterial(ClientKeyStore clientKeys, OrgKeys orgKeys, MadeReseals reseals)
        implements KeyMaterial {
    @Override
    public boolean claim(Bytes org, KeyBody.Version version) {
        return clientKeys.claim(org, version);
    }

    @Override
    public boolean holds(Bytes key) {
        return clientKeys.holds(key);
    }

    @Override
    public boolean isOrgKey(Bytes org, long version, Bytes key) {
        return orgKey(org, version).filter(handle -> handle.id().equals(key)).isPresent();
    }

    @Override
    public boolean holdsOrgKey(Bytes org, long version) {
        return orgKey(org, version).isPresent();
    }

    private Optional<KeyHandle> orgKey(Bytes org, long version) {
        return orgKeys.remembered(new OrgKeyName(org, version));
    }

    @Override
    public boolean resealed(Bytes org, SecretBody.Reseal reseal) {
        return reseals.contains(org, reseal);
    }
}
