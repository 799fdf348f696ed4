package dev.sealwright.keyservice.clientkey;

import static dev.sealwright.keyservice.refusal.Refusals.require;

import dev.sealwright.keyservice.api.KeyOrder;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.SignOrder;
import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.log.ClientKey;
import dev.sealwright.keyservice.log.VoterLog;
import dev.sealwright.keyservice.quota.OrgQuota;
import dev.sealwright.keyservice.quota.SignLimits;
import dev.sealwright.keyservice.refusal.Refusals;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.key.SigningAlgorithm;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.TokenKeyId;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Predicate;

/** Makes client keys, signs with them and destroys them. Safe for concurrent use. */
public final class ClientKeyService {
    /** How far before its time a sign leaf is good. */
    static final Duration BEFORE = Duration.ofMinutes(1);

    /** How long after its time a sign leaf is good. */
    static final Duration AFTER = Duration.ofMinutes(5);

    private final KeyBackend backend;
    private final ClientKeyStore store;
    private final VoterLog log;
    private final ReceiptVerifier receipts;
    private final InstantSource clock;
    private final Predicate<KeyAlgorithm> offered;
    private final OrgQuota orgs;
    private final OrgQuota keys;
    private final OrgQuota makes;

    /**
     * @param offered what the token can make and use, and this service may
     */
    public ClientKeyService(
            KeyBackend backend,
            ClientKeyStore store,
            VoterLog log,
            ReceiptVerifier receipts,
            SignLimits limits,
            Predicate<KeyAlgorithm> offered,
            InstantSource clock) {
        this.offered = offered;
        this.backend = backend;
        this.store = store;
        this.log = log;
        this.receipts = receipts;
        this.clock = clock;
        this.orgs = new OrgQuota(limits.org());
        this.keys = new OrgQuota(limits.key());
        this.makes = new OrgQuota(limits.make());
    }

    /** See {@link dev.sealwright.keyservice.api.KeyService#makeKey}. */
    public Bytes make(KeyOrder order) {
        TokenKeys.requirePlace(order, log);
        long following = log.clientKey(order.key()).map(key -> requireOpen(key, order)).orElse(1L);
        require(
                order.version() <= following,
                RefusalCode.KEY_STATE,
                "version " + following + " is the one that follows");
        require(
                offered.test(KeyName.spec(order).algorithm()),
                RefusalCode.NOT_OFFERED,
                "this token makes no "
                        + order.algorithm().jose()
                        + " keys, or FIPS mode takes none");
        charge(makes, order.org());
        return store.make(order);
    }

    /** The version that follows those that there are. */
    private static long requireOpen(ClientKey key, KeyOrder order) {
        require(
                key.org().equals(order.org()),
                RefusalCode.FOREIGN_ORG,
                "the key belongs to another org");
        require(
                key.algorithm() == order.algorithm(),
                RefusalCode.MISMATCH,
                "the key is of another algorithm");
        require(
                !key.destroyed() && key.due().isEmpty(),
                RefusalCode.KEY_STATE,
                "the key is to be destroyed");
        return key.latest() + 1;
    }

    /** See {@link dev.sealwright.keyservice.api.KeyService#sign}. */
    public Bytes sign(SignOrder order) {
        VerifiedLeaf leaf = Refusals.verify(receipts, order.leaf());
        if (!(leaf.leaf().body() instanceof KeyBody.Sign sign)) {
            throw new KeyServiceRefusedException(
                    RefusalCode.WRONG_TYPE, "a client key signs by a sign leaf");
        }
        require(
                TokenKeyId.objection(leaf.leaf().org(), sign).isEmpty(),
                RefusalCode.NOT_ALLOWED,
                "a key of the service itself signs tokens, and nothing else");
        Instant now = clock.instant();
        requireTimely(leaf.leaf().time(), now);
        ClientKey key = requireSigning(leaf, sign);
        Bytes input = input(order, sign);
        charge(orgs, key.org());
        charge(keys, key.key());
        HeldKey held =
                store.find(new KeyOrder(key.org(), key.key(), sign.version(), sign.algorithm()))
                        .filter(found -> found.spkiDigest().equals(key.spki()))
                        .orElseThrow(ClientKeyService::lost);
        return backend.signVerified(
                held.handle(),
                input,
                made -> SignatureCheck.holds(sign, held.publicKey(), order.message(), made));
    }

    private static void requireTimely(Instant time, Instant now) {
        require(
                !now.isBefore(time.minus(BEFORE)) && !now.isAfter(time.plus(AFTER)),
                RefusalCode.WINDOW,
                "the sign leaf is good from 60 s before to 300 s after its time");
    }

    /** What the log says now decides, not what it said when the leaf was made. */
    private ClientKey requireSigning(VerifiedLeaf leaf, KeyBody.Sign sign) {
        ClientKey key =
                log.clientKey(sign.key())
                        .filter(known -> known.org().equals(leaf.leaf().org()))
                        .orElseThrow(ClientKeyService::unknown);
        require(
                key.signs(sign.version()) && key.algorithm() == sign.algorithm(),
                RefusalCode.KEY_STATE,
                "the key is disabled or to be destroyed, or another version signs");
        return key;
    }

    private static Bytes input(SignOrder order, KeyBody.Sign sign) {
        order.message()
                .ifPresent(
                        message ->
                                require(
                                        Sha256.of(message).equals(sign.message()),
                                        RefusalCode.DIGEST,
                                        "not the message that the leaf names"));
        if (sign.algorithm().hashes()) {
            return sign.message();
        }
        Bytes message =
                order.message()
                        .orElseThrow(
                                () ->
                                        new KeyServiceRefusedException(
                                                RefusalCode.DIGEST,
                                                SigningAlgorithm.ED25519.jose()
                                                        + " signs the message itself"));
        require(
                message.size() <= KeyBackend.MAX_MESSAGE_BYTES,
                RefusalCode.SIZE,
                "a message has at most " + KeyBackend.MAX_MESSAGE_BYTES + " bytes");
        return message;
    }

    /** See {@link dev.sealwright.keyservice.api.KeyService#destroyKey}. */
    public void destroy(ProvenLeaf order) {
        VerifiedLeaf leaf = Refusals.verify(receipts, order);
        if (!(leaf.leaf().body() instanceof KeyBody.Destruction destruction)) {
            throw new KeyServiceRefusedException(
                    RefusalCode.WRONG_TYPE, "a client key is destroyed by a key-destruction leaf");
        }
        ClientKey key =
                log.clientKey(destruction.key())
                        .filter(known -> known.org().equals(leaf.leaf().org()))
                        .orElseThrow(ClientKeyService::unknown);
        require(
                key.due().filter(destruction.due()::equals).isPresent(),
                RefusalCode.MISMATCH,
                "this destruction is not in force");
        require(
                !clock.instant().isBefore(destruction.due()),
                RefusalCode.WINDOW,
                "the key is to be destroyed later");
        require(
                !log.awaitsRestoration(key.key()),
                RefusalCode.KEY_STATE,
                "the key is about to be restored");
        store.destroy(key.key());
    }

    private static void charge(OrgQuota quota, Bytes whom, Instant now) {
        require(
                quota.charge(whom, now),
                RefusalCode.QUOTA,
                "the quota of this org or key is used up for now");
    }

    private void charge(OrgQuota quota, Bytes whom) {
        charge(quota, whom, clock.instant());
    }

    private static KeyServiceRefusedException unknown() {
        return new KeyServiceRefusedException(
                RefusalCode.UNKNOWN_KEY, "this org has no such client key");
    }

    private static KeyServiceRefusedException lost() {
        return new KeyServiceRefusedException(
                RefusalCode.UNKNOWN_KEY, "the token does not hold the key that the log names");
    }
}
