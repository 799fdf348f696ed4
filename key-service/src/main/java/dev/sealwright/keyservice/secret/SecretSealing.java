package dev.sealwright.keyservice.secret;

import static dev.sealwright.keyservice.refusal.Refusals.require;

import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.ResealOrder;
import dev.sealwright.keyservice.api.SealOrder;
import dev.sealwright.keyservice.api.UnsealOrder;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.fips.FipsMode;
import dev.sealwright.keyservice.quota.OrgQuota;
import dev.sealwright.keyservice.quota.SealLimits;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.secret.ContentCipher;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SealedSecret;
import dev.sealwright.protocol.secret.SecretVersion;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;

/** Seals and opens secrets under the orgs' keys. Safe for concurrent use. */
public final class SecretSealing {
    private final FipsMode fips;
    private final OrgCipher cipher;
    private final OrgKeyring keys;
    private final Resealing resealing;
    private final InstantSource clock;
    private final OrgQuota sealQuota;
    private final OrgQuota unsealQuota;
    private final UnsealRule rule;
    private final UsedLeaves used;

    /**
     * @param made where it notes what it sealed anew
     * @param logSize size of the log at the start of this service
     */
    public SecretSealing(
            KeyBackend backend,
            OrgKeyring keys,
            MadeReseals made,
            ReceiptVerifier receipts,
            SecureRandom random,
            InstantSource clock,
            SealLimits limits,
            FipsMode fips,
            long logSize) {
        this.fips = fips;
        this.cipher = new OrgCipher(backend, receipts.anchors().content().recoveryKey(), random);
        this.keys = keys;
        this.resealing = new Resealing(cipher, keys, made, receipts, clock, limits.seal());
        this.clock = clock;
        this.sealQuota = new OrgQuota(limits.seal());
        this.unsealQuota = new OrgQuota(limits.unseal());
        this.rule = new UnsealRule(receipts);
        this.used = new UsedLeaves(logSize);
    }

    /** See {@link KeyService#seal}. */
    public SealedSecret seal(SealOrder order) {
        fips.requireSealing();
        requireSize(order);
        SecretVersion version = order.version();
        charge(sealQuota, version.org(), clock.instant());
        byte[] plaintext = order.plaintext().copy();
        try {
            return cipher.seal(keys.sealing(version.org()), version, order.content(), plaintext);
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    private static void requireSize(SealOrder order) {
        int size = order.plaintext().size();
        boolean fits =
                order.content().isPresent()
                        ? size == ContentCipher.KEY_SIZE
                        : size >= 1 && size <= SealedSecret.MAX_DIRECT;
        require(
                fits,
                RefusalCode.SIZE,
                "a value of 1 to " + SealedSecret.MAX_DIRECT + " bytes, or a data key, is sealed");
    }

    /** See {@link KeyService#reseal}. */
    public SealedSecret reseal(ResealOrder order) {
        fips.requireSealing();
        return resealing.reseal(order);
    }

    /** See {@link KeyService#unseal}. */
    public Plaintext unseal(UnsealOrder order) {
        Instant now = clock.instant();
        UnsealRule.Allowed allowed = rule.check(order, now);
        SecretVersion version = allowed.version();
        charge(unsealQuota, version.org(), now);
        KeyHandle key = keys.opening(version.org(), allowed.sealed().key());
        used.use(
                allowed.unseal().index(),
                allowed.unseal().hash(),
                allowed.request(),
                allowed.end(),
                now);
        return Plaintext.of(cipher.open(key, allowed.sealed(), version));
    }

    private static void charge(OrgQuota quota, Bytes org, Instant now) {
        require(quota.charge(org, now), RefusalCode.QUOTA, "the org's quota is used up for now");
    }
}
