package dev.sealwright.keyservice.secret;

import static dev.sealwright.keyservice.refusal.Refusals.require;

import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.ResealOrder;
import dev.sealwright.keyservice.api.SealOrder;
import dev.sealwright.keyservice.api.SharedSealOrder;
import dev.sealwright.keyservice.api.SharedSealing;
import dev.sealwright.keyservice.api.TakeOverOrder;
import dev.sealwright.keyservice.api.UnsealOrder;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.fips.FipsMode;
import dev.sealwright.keyservice.quota.OrgQuota;
import dev.sealwright.keyservice.quota.SealLimits;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.secret.ContentCipher;
import dev.sealwright.protocol.secret.KeySealing;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SealedSecret;
import dev.sealwright.protocol.secret.SecretVersion;
import dev.sealwright.protocol.secret.SharedSecret;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;

/** Seals and opens secrets under the orgs' keys. Safe for concurrent use. */
public final class SecretSealing {
    private final FipsMode fips;
    private final OrgCipher cipher;
    private final OrgKeyring keys;
    private final Resealing resealing;
    private final SecretSharing sharing;
    private final InstantSource clock;
    private final OrgQuota sealQuota;
    private final OrgQuota unsealQuota;
    private final UnsealRule rule;
    private final UsedLeaves used;

    /**
     * @param made where it notes what it sealed anew
     * @param pair to which other members seal what this one takes over
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
            SharingKeyPair pair,
            long logSize) {
        this.fips = fips;
        this.cipher = new OrgCipher(backend, receipts.anchors().content().recoveryKey(), random);
        this.keys = keys;
        this.resealing = new Resealing(cipher, keys, made, receipts, clock, limits.seal());
        this.sharing =
                new SecretSharing(cipher, keys, receipts, pair, random, clock, limits.seal());
        this.clock = clock;
        this.sealQuota = new OrgQuota(limits.seal());
        this.unsealQuota = new OrgQuota(limits.unseal());
        this.rule = new UnsealRule(receipts);
        this.used = new UsedLeaves(logSize);
    }

    /** See {@link KeyService#seal}. */
    public SealedSecret seal(SealOrder order) {
        SecretVersion version = order.version();
        return sealed(
                order,
                plaintext ->
                        cipher.seal(
                                keys.sealing(version.org()), version, order.content(), plaintext));
    }

    /** See {@link KeyService#sealShared}. */
    public SharedSealing sealShared(SharedSealOrder order) {
        return sealed(order.order(), plaintext -> sharing.first(order, plaintext));
    }

    private <T> T sealed(SealOrder order, Function<byte[], T> work) {
        fips.requireSealing();
        requireSize(order);
        charge(sealQuota, order.version().org(), clock.instant());
        byte[] plaintext = order.plaintext().copy();
        try {
            return work.apply(plaintext);
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    /** See {@link KeyService#takeOver}. */
    public KeySealing takeOver(TakeOverOrder order) {
        fips.requireSealing();
        return sharing.takeOver(order);
    }

    /** What members give one another. */
    public SecretSharing sharing() {
        return sharing;
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
        require(
                keys.hasAppended(allowed.unseal().index()),
                RefusalCode.STALE,
                "this service has not seen the unseal leaf yet");
        charge(unsealQuota, version.org(), now);
        Supplier<byte[]> opening = opening(order, allowed);
        used.use(
                allowed.unseal().index(),
                allowed.unseal().hash(),
                allowed.request(),
                allowed.end(),
                now);
        return Plaintext.of(opening.get());
    }

    /** What is left to do once the leaf was used. */
    private Supplier<byte[]> opening(UnsealOrder order, UnsealRule.Allowed allowed) {
        SecretVersion version = allowed.version();
        return switch (allowed.sealed()) {
            case SealedSecret alone -> {
                KeyHandle key = keys.opening(version.org(), alone.key());
                yield () -> cipher.open(key, alone, version);
            }
            case SharedSecret shared -> {
                KeySealing own = order.own().orElseThrow(SecretSealing::none);
                KeyHandle key = keys.opening(version.org(), own.key());
                yield () -> sharing.value(key, own, shared, version);
            }
        };
    }

    private static KeyServiceRefusedException none() {
        return OrgCipher.unreadable("a shared secret without this member's sealing of it");
    }

    private static void charge(OrgQuota quota, Bytes org, Instant now) {
        require(quota.charge(org, now), RefusalCode.QUOTA, "the org's quota is used up for now");
    }
}
