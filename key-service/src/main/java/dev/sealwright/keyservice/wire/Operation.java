package dev.sealwright.keyservice.wire;

import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.Appended;
import dev.sealwright.keyservice.api.CertificateOrder;
import dev.sealwright.keyservice.api.EntrustedSecret;
import dev.sealwright.keyservice.api.Handover;
import dev.sealwright.keyservice.api.Head;
import dev.sealwright.keyservice.api.HealthProof;
import dev.sealwright.keyservice.api.IssuedCertificate;
import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.keyservice.api.KeyOrder;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.OperationCount;
import dev.sealwright.keyservice.api.OrgKeyOrder;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.ResealOrder;
import dev.sealwright.keyservice.api.SealOrder;
import dev.sealwright.keyservice.api.ShareOrder;
import dev.sealwright.keyservice.api.SharedSealOrder;
import dev.sealwright.keyservice.api.SharedSealing;
import dev.sealwright.keyservice.api.SharingKey;
import dev.sealwright.keyservice.api.SignOrder;
import dev.sealwright.keyservice.api.SignedCheckpoint;
import dev.sealwright.keyservice.api.TakeOverOrder;
import dev.sealwright.keyservice.api.TokenDescription;
import dev.sealwright.keyservice.api.TokenOrder;
import dev.sealwright.keyservice.api.UnsealOrder;
import dev.sealwright.keyservice.wire.Codec.Nothing;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.secret.KeySealing;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SealedSecret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One operation of {@link KeyService} as it crosses the wire. A client asks again, once, when a
 * connection died before the answer; so every operation here is idempotent, and says by what.
 *
 * @param code kind of its request frame; never used again for another
 * @param question form of what it takes
 * @param answer form of what it answers
 */
record Operation<Q, A>(
        int code,
        String name,
        Codec<Q> question,
        Codec<A> answer,
        BiFunction<KeyService, Q, A> work) {

    /** An admitted leaf stays admitted, and admitting it again costs nothing. */
    static final Operation<List<Bytes>, List<Admission>> ADMIT =
            new Operation<>(
                    1, "admit", Codec.BYTES.list(), LogCodecs.ADMISSION.list(), KeyService::admit);

    /** The leaves of the last append give its note again, byte for byte. */
    static final Operation<LogCodecs.Leaves, SignedCheckpoint> APPEND =
            new Operation<>(
                    2,
                    "append",
                    LogCodecs.LEAVES,
                    LogCodecs.CHECKPOINT,
                    (service, leaves) -> service.append(leaves.size(), leaves.leaves()));

    /** As either is. */
    static final Operation<LogCodecs.Step, Appended> APPEND_AND_ADMIT =
            new Operation<>(
                    46,
                    "append-and-admit",
                    LogCodecs.STEP,
                    LogCodecs.APPENDED,
                    (service, step) ->
                            service.appendAndAdmit(step.size(), step.leaves(), step.proposed()));

    /** Reads. */
    static final Operation<Nothing, Head> HEAD =
            reading(3, "head", LogCodecs.HEAD, KeyService::head);

    /** A checkpoint that was seen already teaches nothing new. */
    static final Operation<String, Nothing> OBSERVE =
            new Operation<>(4, "observe", Codec.TEXT, Codec.NOTHING, Operation::observe);

    /** One leaf gives one certificate; two signatures over it are as good as one. */
    static final Operation<CertificateOrder, IssuedCertificate> ISSUE =
            new Operation<>(
                    5,
                    "issue",
                    KeyCodecs.ORDER,
                    KeyCodecs.CERTIFICATE,
                    KeyService::issueCertificate);

    /** Reads. */
    static final Operation<Nothing, KeyInventory> DESCRIBE =
            reading(6, "describe", KeyCodecs.INVENTORY, KeyService::describeKeys);

    /** The same secret at each call. */
    static final Operation<KeyCodecs.Derived, Bytes> DERIVE =
            new Operation<>(
                    7,
                    "derive",
                    KeyCodecs.DERIVED,
                    Codec.BYTES,
                    (service, derived) -> service.derive(derived.purpose(), derived.version()));

    /** One more signature over a statement that means nothing else. */
    static final Operation<Nothing, HealthProof> PROBE =
            reading(8, "probe", LogCodecs.PROOF, KeyService::probe);

    /** Reads. */
    static final Operation<Nothing, Bytes> ANCHORS =
            reading(9, "anchors", Codec.BYTES, KeyService::anchors);

    /**
     * A second blob of the same value is as good as the first; the leaf names the one that stays.
     */
    static final Operation<SealOrder, SealedSecret> SEAL =
            new Operation<>(10, "seal", SecretCodecs.SEAL, SecretCodecs.SEALED, KeyService::seal);

    /**
     * The very same request is answered again while its leaf is good. A service that was started
     * meanwhile refuses it as stale; its caller logs a new leaf then.
     */
    static final Operation<UnsealOrder, Plaintext> UNSEAL =
            new Operation<>(
                    11, "unseal", SecretCodecs.UNSEAL, SecretCodecs.PLAINTEXT, KeyService::unseal);

    /** One leaf gives one set of claims; two signatures over it are as good as one. */
    static final Operation<TokenOrder, String> SIGN_JWT =
            new Operation<>(12, "sign-jwt", KeyCodecs.TOKEN, Codec.TEXT, KeyService::signJwt);

    /** Reads. */
    static final Operation<Nothing, List<OperationCount>> COUNTS =
            reading(13, "counts", KeyCodecs.COUNT.list(), KeyService::counts);

    /** Reads. */
    static final Operation<Nothing, TokenDescription> DESCRIBE_TOKEN =
            reading(14, "describe-token", TokenCodecs.DESCRIPTION, KeyService::describeToken);

    /** What was made is given again. */
    static final Operation<KeyOrder, Bytes> MAKE_KEY =
            new Operation<>(20, "make-key", ClientKeyCodecs.KEY, Codec.BYTES, KeyService::makeKey);

    /** One leaf names one message; two signatures over it are as good as one. */
    static final Operation<SignOrder, Bytes> SIGN =
            new Operation<>(21, "sign", ClientKeyCodecs.SIGN, Codec.BYTES, KeyService::sign);

    /** What is gone stays gone. */
    static final Operation<ProvenLeaf, Nothing> DESTROY_KEY =
            new Operation<>(
                    22, "destroy-key", KeyCodecs.PROVEN, Codec.NOTHING, Operation::destroyKey);

    /** Leaves that were taken already are refused as of another size, and change nothing. */
    static final Operation<LogCodecs.Followed, Nothing> FOLLOW =
            new Operation<>(30, "follow", LogCodecs.FOLLOWED, Codec.NOTHING, Operation::follow);

    /** A second sealed form is as good as the first. */
    static final Operation<EntrustedSecret, Bytes> ENTRUST =
            new Operation<>(
                    31, "entrust", SharingCodecs.ENTRUSTED, Codec.BYTES, KeyService::entrust);

    /** The same secret at each call. */
    static final Operation<EntrustedSecret, Bytes> ENTRUSTED =
            new Operation<>(
                    32, "entrusted", SharingCodecs.ENTRUSTED, Codec.BYTES, KeyService::entrusted);

    /** Reads. */
    static final Operation<Nothing, SharingKey> SHARING_KEY =
            reading(33, "sharing-key", SharingCodecs.KEY, KeyService::sharingKey);

    /**
     * A second secret of the same value is as good; the leaf names the one that stays, and what was
     * made for the other fits no leaf.
     */
    static final Operation<SharedSealOrder, SharedSealing> SEAL_SHARED =
            new Operation<>(
                    34,
                    "seal-shared",
                    SharingCodecs.SEAL,
                    SharingCodecs.SEALED,
                    KeyService::sealShared);

    /** A second box for the same member holds the same. */
    static final Operation<ShareOrder, Handover> SHARE =
            new Operation<>(
                    43, "share", SharingCodecs.SHARE, SharingCodecs.HANDOVER, KeyService::share);

    /** A second sealing of the same value is as good as the first. */
    static final Operation<TakeOverOrder, KeySealing> TAKE_OVER =
            new Operation<>(
                    44,
                    "take-over",
                    SharingCodecs.TAKE_OVER,
                    SharingCodecs.SEALING,
                    KeyService::takeOver);

    /** A second blob of the same value is as good; the leaf names the one that stays. */
    static final Operation<ResealOrder, SealedSecret> RESEAL =
            new Operation<>(
                    40, "reseal", OrgKeyCodecs.RESEAL, SecretCodecs.SEALED, KeyService::reseal);

    /** What was made is given again. */
    static final Operation<OrgKeyOrder, Bytes> MAKE_ORG_KEY =
            new Operation<>(
                    41, "make-org-key", OrgKeyCodecs.KEY, Codec.BYTES, KeyService::makeOrgKey);

    /** What is gone stays gone. */
    static final Operation<ProvenLeaf, Nothing> DESTROY_ORG_KEY =
            new Operation<>(
                    42,
                    "destroy-org-key",
                    KeyCodecs.PROVEN,
                    Codec.NOTHING,
                    Operation::destroyOrgKey);

    /** One that is known already changes nothing. */
    static final Operation<Bytes, Nothing> OFFER_ANCHORS =
            new Operation<>(
                    45, "offer-anchors", Codec.BYTES, Codec.NOTHING, Operation::offerAnchors);

    static final List<Operation<?, ?>> ALL =
            List.of(
                    ADMIT,
                    APPEND,
                    APPEND_AND_ADMIT,
                    HEAD,
                    OBSERVE,
                    ISSUE,
                    DESCRIBE,
                    DERIVE,
                    PROBE,
                    ANCHORS,
                    SEAL,
                    UNSEAL,
                    SIGN_JWT,
                    COUNTS,
                    DESCRIBE_TOKEN,
                    MAKE_KEY,
                    SIGN,
                    DESTROY_KEY,
                    FOLLOW,
                    ENTRUST,
                    ENTRUSTED,
                    SHARING_KEY,
                    SEAL_SHARED,
                    SHARE,
                    TAKE_OVER,
                    RESEAL,
                    MAKE_ORG_KEY,
                    DESTROY_ORG_KEY,
                    OFFER_ANCHORS);

    private static final Map<Integer, Operation<?, ?>> BY_CODE =
            ALL.stream()
                    .collect(Collectors.toUnmodifiableMap(Operation::code, Function.identity()));

    /** The operation of this code, if there is one. */
    static Optional<Operation<?, ?>> of(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /**
     * Does what the request asks for.
     *
     * @return the encoded answer
     * @throws MalformedException when the request is not of this operation's form
     */
    Bytes perform(KeyService service, Request request) {
        return answer.bytes(work.apply(service, question.of(request.question())));
    }

    private static <A> Operation<Nothing, A> reading(
            int code, String name, Codec<A> answer, Function<KeyService, A> work) {
        return new Operation<>(
                code, name, Codec.NOTHING, answer, (service, nothing) -> work.apply(service));
    }

    private static Nothing follow(KeyService service, LogCodecs.Followed followed) {
        service.follow(
                followed.size(),
                followed.leaves(),
                followed.gone(),
                followed.proof(),
                followed.note());
        return Nothing.NOTHING;
    }

    private static Nothing offerAnchors(KeyService service, Bytes document) {
        service.offerAnchors(document);
        return Nothing.NOTHING;
    }

    private static Nothing destroyKey(KeyService service, ProvenLeaf destruction) {
        service.destroyKey(destruction);
        return Nothing.NOTHING;
    }

    private static Nothing destroyOrgKey(KeyService service, ProvenLeaf destruction) {
        service.destroyOrgKey(destruction);
        return Nothing.NOTHING;
    }

    private static Nothing observe(KeyService service, String note) {
        service.observe(note);
        return Nothing.NOTHING;
    }
}
