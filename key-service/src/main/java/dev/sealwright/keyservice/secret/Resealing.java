package dev.sealwright.keyservice.secret;

import static dev.sealwright.keyservice.refusal.Refusals.require;

import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.ResealOrder;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.quota.OrgQuota;
import dev.sealwright.keyservice.quota.Rate;
import dev.sealwright.keyservice.refusal.Refusals;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import dev.sealwright.protocol.secret.SealedSecret;
import dev.sealwright.protocol.secret.SecretVersion;
import java.time.InstantSource;
import java.util.Arrays;

/**
 * Seals what an older version of an org's key sealed under the one that seals now; the value leaves
 * neither. Safe for concurrent use.
 */
public final class Resealing {
    private final OrgCipher cipher;
    private final OrgKeyring keys;
    private final MadeReseals made;
    private final ReceiptVerifier receipts;
    private final InstantSource clock;
    private final OrgQuota quota;

    /**
     * @param rate per org
     */
    Resealing(
            OrgCipher cipher,
            OrgKeyring keys,
            MadeReseals made,
            ReceiptVerifier receipts,
            InstantSource clock,
            Rate rate) {
        this.cipher = cipher;
        this.keys = keys;
        this.made = made;
        this.receipts = receipts;
        this.clock = clock;
        this.quota = new OrgQuota(rate);
    }

    /** See {@link dev.sealwright.keyservice.api.KeyService#reseal}. */
    public SealedSecret reseal(ResealOrder order) {
        VerifiedLeaf leaf = Refusals.verify(receipts, order.standing());
        SecretBody standing = UnsealRule.standing(leaf);
        Bytes digest = Sha256.of(order.blob());
        require(
                digest.equals(standing.standing()),
                RefusalCode.DIGEST,
                "not the blob that the leaf names");
        if (!(UnsealRule.decoded(order.blob()) instanceof SealedSecret before)) {
            throw OrgCipher.unreadable("a secret that members share is not sealed anew as one");
        }
        Bytes org = leaf.leaf().org();
        SecretVersion version = new SecretVersion(org, standing.secret(), standing.version());
        KeyHandle old = keys.leaving(org, before.key());
        require(
                quota.charge(org, clock.instant()),
                RefusalCode.QUOTA,
                "the org's quota is used up for now");
        SealedSecret after = sealedAnew(old, before, version);
        made.add(
                org,
                new SecretBody.Reseal(version.secret(), version.version(), digest, after.digest()));
        return after;
    }

    private SealedSecret sealedAnew(KeyHandle old, SealedSecret before, SecretVersion version) {
        byte[] plaintext = cipher.open(old, before, version);
        try {
            return cipher.seal(keys.sealing(version.org()), version, before.content(), plaintext);
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }
}
