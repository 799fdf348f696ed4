package dev.sealwright.keyservice.secret;

import static dev.sealwright.keyservice.refusal.Refusals.require;

import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.SealOrder;
import dev.sealwright.keyservice.api.UnsealOrder;
import dev.sealwright.keyservice.backend.AuthenticationFailedException;
import dev.sealwright.keyservice.backend.GcmSealed;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.fips.FipsMode;
import dev.sealwright.keyservice.quota.OrgQuota;
import dev.sealwright.keyservice.quota.SealLimits;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.secret.ContentCipher;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.RecoveryBox;
import dev.sealwright.protocol.secret.SealedSecret;
import dev.sealwright.protocol.secret.SecretVersion;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;

/** Seals and opens secrets under the orgs' keys. Safe for concurrent use. */
public final class SecretSealing {
    private final KeyBackend backend;
    private final FipsMode fips;
    private final Bytes recoveryKey;
    private final SecureRandom random;
    private final InstantSource clock;
    private final OrgKeys keys;
    private final OrgQuota sealQuota;
    private final OrgQuota unsealQuota;
    private final UnsealRule rule;
    private final UsedLeaves used;

    /**
     * @param logSize size of the log at the start of this service
     */
    public SecretSealing(
            KeyBackend backend,
            VerifiedAnchors anchors,
            SecureRandom random,
            InstantSource clock,
            SealLimits limits,
            FipsMode fips,
            long logSize) {
        this.fips = fips;
        this.backend = backend;
        this.recoveryKey = anchors.content().recoveryKey();
        this.random = random;
        this.clock = clock;
        this.keys = new OrgKeys(backend, limits.orgKeys());
        this.sealQuota = new OrgQuota(limits.seal());
        this.unsealQuota = new OrgQuota(limits.unseal());
        this.rule = new UnsealRule(new ReceiptVerifier(anchors));
        this.used = new UsedLeaves(logSize);
    }

    /** See {@link KeyService#seal}. */
    public SealedSecret seal(SealOrder order) {
        fips.requireSealing();
        requireSize(order);
        SecretVersion version = order.version();
        charge(sealQuota, version.org(), clock.instant());
        KeyHandle key = keys.findOrMake(version.org());
        Bytes context = version.context(order.content());
        byte[] plaintext = order.plaintext().copy();
        try {
            RecoveryBox recovery = RecoverySealing.seal(recoveryKey, context, plaintext, random);
            GcmSealed sealed = encrypted(key, context, Bytes.of(plaintext));
            return new SealedSecret(
                    key.id(), sealed.iv(), sealed.ciphertextAndTag(), recovery, order.content());
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    /**
     * Opened once before anybody relies on it: a flipped bit would be found when it is too late.
     */
    private GcmSealed encrypted(KeyHandle key, Bytes context, Bytes plaintext) {
        GcmSealed sealed = backend.encrypt(key, context, plaintext);
        try {
            Bytes again = backend.decrypt(key, sealed.iv(), context, sealed.ciphertextAndTag());
            if (again.equalsConstantTime(plaintext)) {
                return sealed;
            }
        } catch (AuthenticationFailedException e) {
            throw unfaithful(e);
        }
        throw unfaithful(new AuthenticationFailedException());
    }

    private static KeyBackendException unfaithful(AuthenticationFailedException cause) {
        return new KeyBackendException(
                "The token sealed something that it does not open again. Nothing was stored; if it"
                        + " stays so, the token is defective.",
                cause);
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

    /** See {@link KeyService#unseal}. */
    public Plaintext unseal(UnsealOrder order) {
        Instant now = clock.instant();
        UnsealRule.Allowed allowed = rule.check(order, now);
        SecretVersion version = allowed.version();
        charge(unsealQuota, version.org(), now);
        KeyHandle key =
                keys.find(version.org())
                        .filter(found -> found.id().equals(allowed.sealed().key()))
                        .orElseThrow(() -> unreadable("the key that sealed the blob is not here"));
        used.use(
                allowed.unseal().index(),
                allowed.unseal().hash(),
                allowed.request(),
                allowed.end(),
                now);
        return opened(key, allowed.sealed(), version);
    }

    private Plaintext opened(KeyHandle key, SealedSecret sealed, SecretVersion version) {
        try {
            return Plaintext.of(
                    backend.decrypt(
                                    key,
                                    sealed.iv(),
                                    version.context(sealed.content()),
                                    sealed.ciphertext())
                            .toArray());
        } catch (AuthenticationFailedException e) {
            throw unreadable("the blob was not sealed for this version of this secret");
        }
    }

    private static KeyServiceRefusedException unreadable(String why) {
        return new KeyServiceRefusedException(RefusalCode.CIPHERTEXT, why);
    }

    private static void charge(OrgQuota quota, Bytes org, Instant now) {
        require(quota.charge(org, now), RefusalCode.QUOTA, "the org's quota is used up for now");
    }
}
