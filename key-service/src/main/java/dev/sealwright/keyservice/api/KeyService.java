package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.secret.KeySealing;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SealedSecret;
import java.util.List;

/**
 * The key service as its callers see it. Safe for concurrent use; every call may block on the HSM,
 * so call from a thread that may.
 *
 * <p>Guarantee: no signature, certificate or derived secret leaves it that is not bound to leaves
 * of the one log, apart from those of {@link #probe}, {@link #sharingKey} and {@link
 * SecretVoucher}, whose statements can be mistaken for nothing else, and {@link #derive}, whose
 * labels are fixed.
 *
 * <p>Every operation has a quota a caller ({@link RefusalCode#QUOTA}), and throws {@link
 * KeyServiceUnavailableException} when hardware or state cannot answer now (retry later) and, where
 * noted, {@link KeyServiceRefusedException} when the caller broke a rule (retrying the same call is
 * pointless unless the code says otherwise).
 */
public interface KeyService extends AutoCloseable {

    /** Leaves one call may carry, both in {@link #admit} and in {@link #append}. */
    int MAX_BATCH = 4096;

    /** Bytes that the leaves of one call may have together. */
    int MAX_BATCH_BYTES = 6 * 1024 * 1024;

    /**
     * Judges each leaf on its own: strict form by its type, time within 60 s of this clock, quota
     * of its type and org, rules of its type. The answer has one entry per leaf, in order. Admitted
     * hashes are durable when the call returns and stay admitted until appended; admitting an
     * admitted leaf again costs nothing.
     *
     * @throws KeyServiceRefusedException {@link RefusalCode#BATCH_TOO_LARGE} beyond {@link
     *     #MAX_BATCH} leaves or {@link #MAX_BATCH_BYTES}
     */
    List<Admission> admit(List<Bytes> leaves);

    /**
     * Appends admitted leaves to the log and signs the checkpoint of the new size, whose root is
     * computed here. Idempotent: the leaves of the last append at the size before it give the same
     * note, byte for byte; so does an empty list at the present size.
     *
     * @param size tree size before these leaves
     * @throws KeyServiceRefusedException {@link RefusalCode#WRONG_SIZE} when the log stands
     *     elsewhere (see {@link #head}) or this voter has to {@link #follow} further, {@link
     *     RefusalCode#FORKED} when other leaves were already appended at that size, {@link
     *     RefusalCode#NOT_ADMITTED}, {@link RefusalCode#BATCH_TOO_LARGE}, {@link
     *     RefusalCode#VOTER_LOST_STATE}
     */
    SignedCheckpoint append(long size, List<Bytes> leaves);

    /**
     * {@link #append}, and then {@link #admit} of the leaves that are to come next, by one call and
     * one write to disk: what a log under load asks for with each batch. Where the append is
     * refused nothing is admitted, and where the signature fails what was admitted stays so. Not
     * for leaves that end with a change of anchors, since those after it are judged once that is
     * confirmed.
     *
     * @param proposed leaves that ask for admission; all leaves of the call together have at most
     *     {@link #MAX_BATCH_BYTES}
     * @throws KeyServiceRefusedException as either does
     */
    default Appended appendAndAdmit(long size, List<Bytes> leaves, List<Bytes> proposed) {
        SignedCheckpoint signed = append(size, leaves);
        return new Appended(signed, admit(proposed));
    }

    /**
     * Takes leaves that a quorum of voters signed without this one, so that it stands where they
     * do. They are not judged again: that the quorum's checkpoint continues from them says that the
     * others admitted them. Signs nothing; {@link #append} with no leaves then signs that size.
     *
     * <p>Leaves that a later {@code pruning} leaf lets go may be shown by their hashes. Until this
     * voter has come to that leaf, and has seen that none of them is one that lasts, it goes on
     * following and signs nothing: {@link #append} is refused with {@link RefusalCode#WRONG_SIZE}.
     *
     * @param size where this voter stands
     * @param leaves at least one; an empty one stands for one that went
     * @param gone hashes of those that went, in order
     * @param proof consistency proof from the size after these leaves to the checkpoint's; empty
     *     where the two are one
     * @param note the checkpoint, with a quorum of signatures
     * @throws KeyServiceRefusedException {@link RefusalCode#WRONG_SIZE}, {@link
     *     RefusalCode#MALFORMED}, {@link RefusalCode#RECEIPT} when no quorum signed the checkpoint,
     *     {@link RefusalCode#FORKED} when what this voter holds and these leaves do not lead to it,
     *     {@link RefusalCode#NOT_ALLOWED} for hashes where an epoch begins, or when this voter's
     *     state is of an earlier build, {@link RefusalCode#BATCH_TOO_LARGE}, {@link
     *     RefusalCode#VOTER_LOST_STATE}
     */
    void follow(long size, List<Bytes> leaves, List<Bytes> gone, List<Bytes> proof, String note);

    /** The same where every leaf is there. */
    default void follow(long size, List<Bytes> leaves, List<Bytes> proof, String note) {
        follow(size, leaves, List.of(), proof, note);
    }

    /**
     * Shows this voter an anchors document that may follow within the epoch. It changes nothing by
     * itself: an {@code anchors} leaf that names it, with the approvals of operators of the
     * document in force, is admitted from then on, and puts it in force as the last leaf of its
     * batch. What comes after that leaf is signed once this voter has seen a checkpoint that ends
     * with it and that a quorum of the voters before signed ({@link #observe}, {@link #follow}).
     *
     * @throws KeyServiceRefusedException {@link RefusalCode#ANCHORS} when it may not follow, {@link
     *     RefusalCode#MALFORMED}
     */
    void offerAnchors(Bytes document);

    /**
     * Where this voter stands. The note is absent while the last head it persisted has not been
     * signed (or nothing was appended yet).
     */
    Head head();

    /**
     * Shows this voter a checkpoint that others hold. One that carries its own signature and stands
     * beyond its state (or contradicts it) proves that it lost state: from then on it never signs
     * with that key again.
     *
     * @throws KeyServiceRefusedException {@link RefusalCode#VOTER_LOST_STATE} then, {@link
     *     RefusalCode#MALFORMED} when it is no checkpoint of this origin
     */
    void observe(String note);

    /**
     * Issues the certificate that an included {@code enrolment}, {@code renewal} or {@code server}
     * leaf describes; every byte to be signed follows from that leaf. ECDSA being random, two calls
     * give two signatures over the same certificate: store the first.
     *
     * @throws KeyServiceRefusedException with the rule that the order broke
     */
    IssuedCertificate issueCertificate(CertificateOrder order);

    /**
     * Seals one version of a secret, or the data key of a large one: AES-256-GCM under the org's
     * key, which never leaves the HSM and is made when first needed, and again to the offline
     * recovery key of the anchors. Both are bound to org, secret and version. No leaf is needed,
     * since nothing leaves; the version exists once a {@code seal} leaf names the blob's digest.
     *
     * @throws KeyServiceRefusedException {@link RefusalCode#SIZE}, {@link RefusalCode#QUOTA},
     *     {@link RefusalCode#NO_ROOM}, {@link RefusalCode#NOT_OFFERED} in FIPS mode
     */
    SealedSecret seal(SealOrder order);

    /**
     * Opens a blob as an included {@code unseal} leaf allows, which an earlier {@code seal} or
     * {@code reseal} leaf of the same org, secret, version and blob must stand behind. The leaf is
     * good from 60 s before to 300 s after its time, and once: the very same request is answered
     * again within that time.
     *
     * @throws KeyServiceRefusedException {@link RefusalCode#RECEIPT}, {@link
     *     RefusalCode#WRONG_TYPE}, {@link RefusalCode#FOREIGN_ORG}, {@link RefusalCode#MISMATCH},
     *     {@link RefusalCode#DIGEST}, {@link RefusalCode#WINDOW}, {@link RefusalCode#STALE}, {@link
     *     RefusalCode#USED}, {@link RefusalCode#QUOTA}, {@link RefusalCode#KEY_STATE}, {@link
     *     RefusalCode#CIPHERTEXT}
     */
    Plaintext unseal(UnsealOrder order);

    /**
     * Seals a blob anew under the version of the org's key that seals now, and again to the
     * recovery key; the value stays inside. The blob is the one that an included {@code seal} or
     * {@code reseal} leaf made a version's, and is under an older version of the key. The new blob
     * stands once a {@code reseal} leaf names both, which is admitted only for what this call made
     * since the service started.
     *
     * @throws KeyServiceRefusedException {@link RefusalCode#RECEIPT}, {@link
     *     RefusalCode#WRONG_TYPE}, {@link RefusalCode#DIGEST}, {@link RefusalCode#KEY_STATE} when
     *     the blob is under the version that seals, {@link RefusalCode#QUOTA}, {@link
     *     RefusalCode#CIPHERTEXT}
     */
    SealedSecret reseal(ResealOrder order);

    /**
     * Makes the next version of an org's key on the token, or of no org's: of the service's own key
     * {@code mac}. Idempotent: what was made before is given again. It seals, or derives, once an
     * {@code org-key-version} leaf names it.
     *
     * @return its CKA_ID
     * @throws KeyServiceRefusedException {@link RefusalCode#KEY_STATE}, {@link
     *     RefusalCode#UNKNOWN_KEY} when the org has no key yet, {@link RefusalCode#NO_ROOM}
     */
    Bytes makeOrgKey(OrgKeyOrder order);

    /**
     * Destroys an older version of an org's key, for good, as an included {@code
     * org-key-destruction} leaf said and when that is due. Idempotent.
     *
     * @throws KeyServiceRefusedException {@link RefusalCode#RECEIPT}, {@link
     *     RefusalCode#WRONG_TYPE}, {@link RefusalCode#MISMATCH} unless that leaf is in force,
     *     {@link RefusalCode#WINDOW} before it is due
     */
    void destroyOrgKey(ProvenLeaf destruction);

    /**
     * Signs a JSON Web Token for relying parties that read no receipts: of a few types, each a pure
     * function of an included leaf and the claims it commits to. Its key is the {@code token} key
     * of {@link #describeKeys}; the key's id is its RFC 7638 thumbprint.
     *
     * @return the compact form
     * @throws KeyServiceRefusedException {@link RefusalCode#RECEIPT}, {@link
     *     RefusalCode#WRONG_TYPE}, {@link RefusalCode#DIGEST}, {@link RefusalCode#WINDOW}, {@link
     *     RefusalCode#CLAIMS}, {@link RefusalCode#MALFORMED}
     */
    String signJwt(TokenOrder order);

    /**
     * Makes a version of a client key on the token, for signing and nothing else. Idempotent: what
     * was made before is given again, also what a crash left without its leaf. The version exists
     * once a {@code key-version} leaf names it; made and not logged, it is swept in time.
     *
     * @return DER SubjectPublicKeyInfo
     * @throws KeyServiceRefusedException {@link RefusalCode#KEY_STATE}, {@link
     *     RefusalCode#FOREIGN_ORG}, {@link RefusalCode#MISMATCH}, {@link RefusalCode#NO_ROOM},
     *     {@link RefusalCode#NOT_OFFERED}, {@link RefusalCode#QUOTA}
     */
    Bytes makeKey(KeyOrder order);

    /**
     * Signs what an included {@code sign} leaf names, by the version that signs now, if leaves that
     * this service appended leave the key enabled. The leaf is good from 60 s before to 300 s after
     * its time. It names the message, so asked again it allows nothing new.
     *
     * @return in the form of the key's {@link dev.sealwright.protocol.key.SigningAlgorithm}
     * @throws KeyServiceRefusedException {@link RefusalCode#RECEIPT}, {@link
     *     RefusalCode#WRONG_TYPE}, {@link RefusalCode#WINDOW}, {@link RefusalCode#UNKNOWN_KEY},
     *     {@link RefusalCode#KEY_STATE}, {@link RefusalCode#DIGEST}, {@link RefusalCode#SIZE},
     *     {@link RefusalCode#QUOTA}
     */
    Bytes sign(SignOrder order);

    /**
     * Destroys all versions of a client key, for good, as an included {@code key-destruction} leaf
     * said and when that is due. Idempotent.
     *
     * @throws KeyServiceRefusedException {@link RefusalCode#RECEIPT}, {@link
     *     RefusalCode#WRONG_TYPE}, {@link RefusalCode#UNKNOWN_KEY}, {@link RefusalCode#MISMATCH}
     *     unless that leaf is in force, {@link RefusalCode#WINDOW} before it is due
     */
    void destroyKey(ProvenLeaf destruction);

    /** How often each operation ended how, since this service was opened. */
    List<OperationCount> counts();

    /** What the token is, and what each operation finds on it; as it was found at the start. */
    TokenDescription describeToken();

    /** The keys this service uses with the attributes the token reports for them. */
    KeyInventory describeKeys();

    /**
     * HMAC-SHA-256 over a fixed label under a version of a non-extractable key of the HSM, {@code
     * mac}: 32 bytes, the same at each call.
     *
     * @param version from 1; the ceremony made the first, {@link #makeOrgKey} for no org the others
     * @throws KeyServiceRefusedException {@link RefusalCode#KEY_STATE} for a version that was
     *     disabled or is to be destroyed, {@link RefusalCode#UNKNOWN_KEY} for one that the token
     *     does not hold
     * @throws KeyServiceUnavailableException for one whose leaf this service has not appended yet
     */
    Bytes derive(Purpose purpose, long version);

    /**
     * Seals a secret that this caller derived elsewhere, under this member's token, so that {@link
     * #entrusted} gives it back when the member that derived it is away.
     *
     * @param secret in the clear
     * @return it sealed; two calls give two forms
     */
    Bytes entrust(EntrustedSecret secret);

    /**
     * What {@link #entrust} sealed.
     *
     * @param secret sealed
     * @return 32 bytes
     * @throws KeyServiceRefusedException {@link RefusalCode#CIPHERTEXT} if another token sealed it,
     *     or for another purpose
     */
    Bytes entrusted(EntrustedSecret secret);

    /** To what others seal what this member is to take over; another one after each start. */
    SharingKey sharingKey();

    /**
     * Seals one version of a secret as {@link #seal} does, in the form that several members share,
     * and gives each recipient a box for {@link #takeOver}.
     *
     * @throws KeyServiceRefusedException as {@link #seal} does, and {@link RefusalCode#PROOF} when
     *     no member of the anchors vouches for a recipient
     */
    SharedSealing sealShared(SharedSealOrder order);

    /**
     * Gives another member, and nobody else, the value of a shared secret that an included {@code
     * seal} leaf names. No {@code unseal} leaf is needed, since nothing leaves the members.
     *
     * @throws KeyServiceRefusedException {@link RefusalCode#RECEIPT}, {@link
     *     RefusalCode#WRONG_TYPE}, {@link RefusalCode#DIGEST}, {@link RefusalCode#PROOF}, {@link
     *     RefusalCode#QUOTA}, {@link RefusalCode#CIPHERTEXT}
     */
    Handover share(ShareOrder order);

    /**
     * Seals what another member gave under this one's own key of the org, after it has seen that
     * the value is the one that the secret commits to, and that a member made the secret.
     *
     * @throws KeyServiceRefusedException {@link RefusalCode#CIPHERTEXT}, {@link RefusalCode#PROOF},
     *     {@link RefusalCode#QUOTA}, {@link RefusalCode#NO_ROOM}, {@link RefusalCode#NOT_OFFERED}
     */
    KeySealing takeOver(TakeOverOrder order);

    /** Makes a real signature with the log key over a statement that can be no note. */
    HealthProof probe();

    /** The anchors document (COSE_Sign1 bytes) whose voters sign where this service stands. */
    Bytes anchors();

    @Override
    void close();
}
