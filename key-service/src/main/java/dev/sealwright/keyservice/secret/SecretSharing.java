package dev.sealwright.keyservice.secret;

import static dev.sealwright.keyservice.refusal.Refusals.require;

import dev.sealwright.keyservice.api.Handover;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.ShareOrder;
import dev.sealwright.keyservice.api.SharedSealOrder;
import dev.sealwright.keyservice.api.SharedSealing;
import dev.sealwright.keyservice.api.SharingKey;
import dev.sealwright.keyservice.api.TakeOverOrder;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.quota.OrgQuota;
import dev.sealwright.keyservice.quota.Rate;
import dev.sealwright.keyservice.refusal.Refusals;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import dev.sealwright.protocol.secret.KeySealing;
import dev.sealwright.protocol.secret.RecoveryBox;
import dev.sealwright.protocol.secret.SaltedValue;
import dev.sealwright.protocol.secret.SecretVersion;
import dev.sealwright.protocol.secret.SharedSecret;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/**
 * Secrets that several members hold: each seals the same value under its own key of the org, and
 * they hand it to one another in boxes that nobody between them opens. Safe for concurrent use.
 */
public final class SecretSharing {
    private final OrgCipher cipher;
    private final OrgKeyring keys;
    private final ReceiptVerifier receipts;
    private final SharingKeyPair pair;
    private final SecureRandom random;
    private final InstantSource clock;
    private final OrgQuota sharing;
    private final OrgQuota taking;

    /**
     * @param rate an org, of sharing and of taking over
     */
    SecretSharing(
            OrgCipher cipher,
            OrgKeyring keys,
            ReceiptVerifier receipts,
            SharingKeyPair pair,
            SecureRandom random,
            InstantSource clock,
            Rate rate) {
        this.cipher = cipher;
        this.keys = keys;
        this.receipts = receipts;
        this.pair = pair;
        this.random = random;
        this.clock = clock;
        this.sharing = new OrgQuota(rate);
        this.taking = new OrgQuota(rate);
    }

    /** See {@link dev.sealwright.keyservice.api.KeyService#sharingKey}. */
    public SharingKey key() {
        return pair.key();
    }

    /** A new secret, for this member and boxes for the others; the plaintext was looked at. */
    SharedSealing first(SharedSealOrder order, byte[] plaintext) {
        order.recipients().forEach(this::requireMember);
        SecretVersion version = order.order().version();
        Bytes context = version.context(order.order().content());
        byte[] salt = new byte[SaltedValue.SALT];
        random.nextBytes(salt);
        byte[] salted = SaltedValue.of(salt, plaintext);
        try {
            SharedSecret secret =
                    new SharedSecret(
                            SaltedValue.commitment(context, salted),
                            cipher.recovery(context, salted),
                            order.order().content());
            KeySealing own = cipher.sealing(keys.sealing(version.org()), context, salted);
            List<RecoveryBox> boxes =
                    order.recipients().stream().map(each -> box(each, context, salted)).toList();
            return new SharedSealing(secret, own, boxes, pair.voucher(secret.digest()));
        } finally {
            Arrays.fill(salted, (byte) 0);
            Arrays.fill(salt, (byte) 0);
        }
    }

    private RecoveryBox box(SharingKey recipient, Bytes context, byte[] salted) {
        return RecoverySealing.seal(recipient.key(), RecoveryBox.SHARING, context, salted, random);
    }

    private void requireMember(SharingKey recipient) {
        require(
                recipient.holds(receipts.anchors()),
                RefusalCode.PROOF,
                "no member of the anchors vouches for that sharing key");
    }

    /** See {@link dev.sealwright.keyservice.api.KeyService#share}. */
    public Handover share(ShareOrder order) {
        requireMember(order.recipient());
        VerifiedLeaf leaf = Refusals.verify(receipts, order.standing());
        SecretBody standing = UnsealRule.standing(leaf);
        require(
                Sha256.of(order.blob()).equals(standing.standing()),
                RefusalCode.DIGEST,
                "not the blob that the leaf names");
        SharedSecret secret = shared(order.blob());
        SecretVersion version =
                new SecretVersion(leaf.leaf().org(), standing.secret(), standing.version());
        charge(sharing, version.org());
        Bytes context = version.context(secret.content());
        byte[] salted =
                cipher.open(keys.holding(version.org(), order.own().key()), order.own(), context);
        try {
            requireCommitted(secret, version, salted);
            return new Handover(
                    box(order.recipient(), context, salted), pair.voucher(secret.digest()));
        } finally {
            Arrays.fill(salted, (byte) 0);
        }
    }

    /** See {@link dev.sealwright.keyservice.api.KeyService#takeOver}. */
    KeySealing takeOver(TakeOverOrder order) {
        SharedSecret secret = shared(order.blob());
        require(
                order.handover().voucher().holds(receipts.anchors(), secret.digest()),
                RefusalCode.PROOF,
                "no member of the anchors vouches for that secret");
        SecretVersion version = order.version();
        charge(taking, version.org());
        Bytes context = version.context(secret.content());
        byte[] salted = pair.open(order.handover().box(), context);
        try {
            requireCommitted(secret, version, salted);
            KeyHandle key = keys.sealing(version.org());
            return cipher.sealing(key, context, salted);
        } finally {
            Arrays.fill(salted, (byte) 0);
        }
    }

    /** The value of a member's own sealing; the caller wipes it. */
    byte[] value(KeyHandle key, KeySealing own, SharedSecret secret, SecretVersion version) {
        byte[] salted = cipher.open(key, own, version.context(secret.content()));
        try {
            return SaltedValue.opened(secret, version, salted);
        } catch (VerificationException e) {
            throw OrgCipher.unreadable(String.valueOf(e.getMessage()));
        } finally {
            Arrays.fill(salted, (byte) 0);
        }
    }

    private static void requireCommitted(
            SharedSecret secret, SecretVersion version, byte[] salted) {
        try {
            Arrays.fill(SaltedValue.opened(secret, version, salted), (byte) 0);
        } catch (VerificationException e) {
            throw OrgCipher.unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static SharedSecret shared(Bytes blob) {
        if (UnsealRule.decoded(blob) instanceof SharedSecret shared) {
            return shared;
        }
        throw OrgCipher.unreadable("a secret that members do not share");
    }

    private void charge(OrgQuota quota, Bytes org) {
        require(
                quota.charge(org, clock.instant()),
                RefusalCode.QUOTA,
                "the org's quota is used up for now");
    }
}
