package dev.sealwright.keyservice.secret;

import dev.sealwright.keyservice.log.KeyMaterial;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.SecretBody;

/**
 * What the token of one member of several holds. A client key is on the token of the member that
 * made it, for which alone it is to judge that key; each member has a key of its own for each org,
 * and nobody takes another's word that a secret was sealed anew.
 */
public record MaterialOfSeveral(TokenMaterial own) implements KeyMaterial {
    /** Claimed where it was made; elsewhere the others' admissions say whether it was. */
    @Override
    public boolean claim(Bytes org, KeyBody.Version version) {
        return own.claim(org, version) || !own.clientKeys().holds(version.key(), version.version());
    }

    @Override
    public boolean holds(Bytes key) {
        return true;
    }

    @Override
    public boolean lacks(Bytes key) {
        return own.lacks(key);
    }

    @Override
    public boolean isOrgKey(Bytes org, long version, Bytes key) {
        return own.isOrgKey(org, version, key);
    }

    @Override
    public boolean holdsOrgKey(Bytes org, long version) {
        return true;
    }

    @Override
    public boolean lacksOrgKey(Bytes org, long version) {
        return own.lacksOrgKey(org, version);
    }

    @Override
    public boolean resealed(Bytes org, SecretBody.Reseal reseal) {
        return own.resealed(org, reseal);
    }
}
