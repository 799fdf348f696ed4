package dev.sealwright.keyservice.secret;

import static dev.sealwright.keyservice.refusal.Refusals.require;

import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.OrgKeyOrder;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.log.OrgKey;
import dev.sealwright.keyservice.log.VoterLog;
import dev.sealwright.keyservice.refusal.Refusals;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.OrgKeyBody;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The versions of the orgs' keys as the log has them: which seals, which opens; and those of the
 * service's own key {@code mac}, which is the key of no org. Makes versions and destroys them. Safe
 * for concurrent use.
 */
public final class OrgKeyring {
    private final OrgKeys keys;
    private final VoterLog log;
    private final ReceiptVerifier receipts;
    private final InstantSource clock;
    private final boolean makesMissing;

    public OrgKeyring(OrgKeys keys, VoterLog log, ReceiptVerifier receipts, InstantSource clock) {
        this.makesMissing = makesMissing(receipts.anchors());
        this.keys = keys;
        this.log = log;
        this.receipts = receipts;
        this.clock = clock;
    }

    /**
     * Whether a version that the log names is made when it is needed and not there: one member of
     * several may have been away when the others made theirs, and a later epoch may have begun on
     * another token, with which all that the old one's keys protected was lost anyway.
     */
    private static boolean makesMissing(VerifiedAnchors anchors) {
        return anchors.severalIssue() || !anchors.content().closed().isEmpty();
    }

    /** The version that seals now; the first is made when it is needed. */
    KeyHandle sealing(Bytes org) {
        requireOrg(org);
        long latest = log.orgKey(org).latest();
        OrgKeyName name = new OrgKeyName(org, latest);
        return latest == 1 || makesMissing
                ? keys.findOrMake(name)
                : keys.find(name).orElseThrow(OrgKeyring::lost);
    }

    /**
     * That version of the service's own key, if what it derived counts still.
     *
     * @throws KeyServiceUnavailableException for one that this service has yet to hear of
     */
    KeyHandle deriving(long version) {
        OrgKey key = log.orgKey(Leaf.NO_ORG);
        if (version > key.latest()) {
            throw new KeyServiceUnavailableException(
                    "The key service has yet to hear of that version of its key mac.");
        }
        require(
                key.version(version).filter(OrgKey.Version::opens).isPresent(),
                RefusalCode.KEY_STATE,
                "that version of the service's key mac is disabled or destroyed");
        OrgKeyName name = OrgKeyName.mac(version);
        return makesMissing ? keys.findOrMake(name) : keys.find(name).orElseThrow(OrgKeyring::lost);
    }

    /** The version of the service's own key that derives what is new. */
    long newest() {
        return log.orgKey(Leaf.NO_ORG).latest();
    }

    /** Whether the version that the ceremony made is to be on the token. */
    public boolean needsCeremonial() {
        OrgKey key = log.orgKey(Leaf.NO_ORG);
        return key.version(1).filter(OrgKey.Version::stays).isPresent()
                && (key.latest() == 1 || !makesMissing);
    }

    /** The service's own key seals nothing. */
    private static void requireOrg(Bytes org) {
        require(!org.equals(Leaf.NO_ORG), RefusalCode.NOT_ALLOWED, "a secret belongs to an org");
    }

    /** The number of the version with that CKA_ID, if the org's key has one. */
    private Optional<OrgKeyName> named(Bytes org, Bytes id) {
        requireOrg(org);
        for (long version = log.orgKey(org).latest(); version >= 1; version--) {
            OrgKeyName name = new OrgKeyName(org, version);
            if (name.id().equals(id)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /** The version that sealed a blob, if it opens for users now. */
    KeyHandle opening(Bytes org, Bytes id) {
        OrgKeyName name = named(org, id).orElseThrow(OrgKeyring::foreign);
        require(
                log.orgKey(org).version(name.version()).filter(OrgKey.Version::opens).isPresent(),
                RefusalCode.KEY_STATE,
                "the version of the org's key that sealed the blob is disabled or destroyed");
        return keys.find(name).orElseThrow(OrgKeyring::foreign);
    }

    /**
     * A version that sealed a blob which another is to seal now. One that is disabled may still do
     * that: nothing leaves.
     */
    KeyHandle leaving(Bytes org, Bytes id) {
        OrgKeyName name = named(org, id).orElseThrow(OrgKeyring::foreign);
        require(
                name.version() != log.orgKey(org).latest(),
                RefusalCode.KEY_STATE,
                "the blob is under the version that seals");
        return keys.find(name).orElseThrow(OrgKeyring::foreign);
    }

    /** Any version that there is: what it sealed another member is to seal. */
    KeyHandle holding(Bytes org, Bytes id) {
        return named(org, id).flatMap(keys::find).orElseThrow(OrgKeyring::foreign);
    }

    /** Whether this service has appended the leaf at that index, and so all before it. */
    boolean hasAppended(long index) {
        return index < log.size();
    }

    /** See {@link dev.sealwright.keyservice.api.KeyService#makeOrgKey}. */
    public Bytes make(OrgKeyOrder order) {
        OrgKey key = log.orgKey(order.org());
        long latest = key.latest();
        require(
                order.version() <= latest + 1,
                RefusalCode.KEY_STATE,
                "version " + (latest + 1) + " is the one that follows");
        require(
                key.version(order.version()).filter(OrgKey.Version::destroyed).isEmpty(),
                RefusalCode.KEY_STATE,
                "that version was destroyed");
        require(
                makesMissing || keys.find(new OrgKeyName(order.org(), latest)).isPresent(),
                RefusalCode.UNKNOWN_KEY,
                "the org has no key yet; its first secret makes one");
        OrgKeyName name = new OrgKeyName(order.org(), order.version());
        return order.version() <= latest && !makesMissing
                ? keys.find(name).orElseThrow(OrgKeyring::lost).id()
                : keys.findOrMake(name).id();
    }

    /** See {@link dev.sealwright.keyservice.api.KeyService#destroyOrgKey}. */
    public void destroy(ProvenLeaf order) {
        VerifiedLeaf leaf = Refusals.verify(receipts, order);
        if (!(leaf.leaf().body() instanceof OrgKeyBody.Destruction destruction)) {
            throw new KeyServiceRefusedException(
                    RefusalCode.WRONG_TYPE,
                    "an org's key is destroyed by an org-key-destruction leaf");
        }
        Bytes org = leaf.leaf().org();
        OrgKey key = log.orgKey(org);
        require(
                destruction.version() < key.latest()
                        && key.version(destruction.version())
                                .flatMap(OrgKey.Version::due)
                                .filter(destruction.due()::equals)
                                .isPresent(),
                RefusalCode.MISMATCH,
                "this destruction is not in force");
        require(
                !clock.instant().isBefore(destruction.due()),
                RefusalCode.WINDOW,
                "the version is to be destroyed later");
        require(
                !log.awaitsRestoration(org, destruction.version()),
                RefusalCode.KEY_STATE,
                "the version is about to be restored");
        keys.destroy(new OrgKeyName(org, destruction.version()));
    }

    private static KeyServiceRefusedException foreign() {
        return OrgCipher.unreadable("the key that sealed the blob is not here");
    }

    private static KeyServiceRefusedException lost() {
        return new KeyServiceRefusedException(
                RefusalCode.UNKNOWN_KEY, "the token does not hold the version that the log names");
    }
}
