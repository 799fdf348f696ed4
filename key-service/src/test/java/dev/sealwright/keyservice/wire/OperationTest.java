package dev.sealwright.keyservice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.sealwright.keyservice.api.OperationCount;
import dev.sealwright.keyservice.api.OrgKeyOrder;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.Purpose;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.ResealOrder;
import dev.sealwright.keyservice.api.SealOrder;
import dev.sealwright.keyservice.api.SecretVoucher;
import dev.sealwright.keyservice.api.ShareOrder;
import dev.sealwright.keyservice.api.SharedSealOrder;
import dev.sealwright.keyservice.api.SharedSealing;
import dev.sealwright.keyservice.api.SharingKey;
import dev.sealwright.keyservice.api.SignOrder;
import dev.sealwright.keyservice.api.SignedCheckpoint;
import dev.sealwright.keyservice.api.TakeOverOrder;
import dev.sealwright.keyservice.api.TokenAlgorithm;
import dev.sealwright.keyservice.api.TokenDescription;
import dev.sealwright.keyservice.api.TokenDescription.Ability;
import dev.sealwright.keyservice.api.TokenOrder;
import dev.sealwright.keyservice.api.UnsealOrder;
import dev.sealwright.keyservice.wire.Codec.Nothing;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.key.SigningAlgorithm;
import dev.sealwright.protocol.secret.KeySealing;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.RecoveryBox;
import dev.sealwright.protocol.secret.SealedSecret;
import dev.sealwright.protocol.secret.SecretContent;
import dev.sealwright.protocol.secret.SecretVersion;
import dev.sealwright.protocol.secret.SharedSecret;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each operation's question and answer has one form, and nothing else decodes. */
final class OperationTest {
    private static final Bytes ID = Bytes.zeros(16);
    private static final Bytes HASH = Bytes.fromHex("ab".repeat(32));
    private static final ProvenLeaf PROVEN = new ProvenLeaf(Bytes.utf8("leaf"), "receipt\n");

    private static final SharingKey SHARING_KEY = new SharingKey(HASH, HASH, Bytes.zeros(64));
    private static final RecoveryBox BOX = new RecoveryBox(HASH, Bytes.zeros(32 + 16 + 5));
    private static final SecretVoucher VOUCHER = new SecretVoucher(HASH, Bytes.zeros(64));
    private static final KeySealing SEALING =
            new KeySealing(ID, Bytes.zeros(12), Bytes.zeros(32 + 16 + 5));

    private record Example<Q, A>(Operation<Q, A> operation, List<Q> questions, List<A> answers) {}

    private static final List<String> REMARKS = List.of("A sentence.");
    private static final List<Example<?, ?>> EXAMPLES =
            List.of(
                    new Example<>(
                            Operation.ADMIT,
                            List.of(List.of(), List.of(Bytes.utf8("leaf"), Bytes.EMPTY)),
                            List.of(
                                    List.of(),
                                    List.of(
                                            new Admission.Admitted(HASH),
                                            new Admission.Refused(RefusalCode.QUOTA, "used up")))),
                    new Example<>(
                            Operation.APPEND,
                            List.of(
                                    new LogCodecs.Leaves(0, List.of()),
                                    new LogCodecs.Leaves(1L << 40, List.of(HASH))),
                            List.of(new SignedCheckpoint(3, HASH, "note\n"))),
                    new Example<>(
                            Operation.APPEND_AND_ADMIT,
                            List.of(
                                    new LogCodecs.Step(0, List.of(), List.of()),
                                    new LogCodecs.Step(
                                            1L << 40, List.of(HASH), List.of(Bytes.EMPTY, HASH))),
                            List.of(
                                    new Appended(
                                            new SignedCheckpoint(3, HASH, "note\n"),
                                            List.of(
                                                    new Admission.Admitted(HASH),
                                                    new Admission.Refused(
                                                            RefusalCode.QUOTA, "used up"))))),
                    new Example<>(
                            Operation.FOLLOW,
                            List.of(
                                    new LogCodecs.Followed(0, List.of(), List.of(), List.of(), ""),
                                    new LogCodecs.Followed(
                                            1L << 40,
                                            List.of(HASH, Bytes.EMPTY),
                                            List.of(HASH),
                                            List.of(HASH),
                                            "note\n")),
                            List.of(Nothing.NOTHING)),
                    new Example<>(
                            Operation.OFFER_ANCHORS,
                            List.of(HASH, Bytes.EMPTY),
                            List.of(Nothing.NOTHING)),
                    new Example<>(
                            Operation.HEAD,
                            List.of(Nothing.NOTHING),
                            List.of(
                                    new Head("origin", 0, HASH, Optional.empty()),
                                    new Head("origin", 9, HASH, Optional.of("note\n")))),
                    new Example<>(
                            Operation.OBSERVE,
                            List.of("", "origin\n9\n…\n"),
                            List.of(Nothing.NOTHING)),
                    new Example<>(
                            Operation.ISSUE,
                            List.of(
                                    CertificateOrder.enrolment(PROVEN, PROVEN, HASH),
                                    CertificateOrder.renewal(PROVEN, HASH, Bytes.utf8("old")),
                                    CertificateOrder.server(PROVEN, HASH)),
                            List.of(new IssuedCertificate(List.of(HASH, Bytes.utf8("ca"))))),
                    new Example<>(
                            Operation.DESCRIBE, List.of(Nothing.NOTHING), List.of(inventory())),
                    new Example<>(
                            Operation.DERIVE,
                            Stream.of(Purpose.values())
                                    .map(each -> new KeyCodecs.Derived(each, 1L << 33))
                                    .toList(),
                            List.of(HASH)),
                    new Example<>(
                            Operation.PROBE,
                            List.of(Nothing.NOTHING),
                            List.of(
                                    new HealthProof(
                                            Instant.ofEpochSecond(1_790_000_000, 123_456_789),
                                            HASH,
                                            Bytes.zeros(64)))),
                    new Example<>(Operation.ANCHORS, List.of(Nothing.NOTHING), List.of(HASH)),
                    new Example<>(
                            Operation.SEAL,
                            List.of(
                                    sealing(Optional.empty()),
                                    sealing(Optional.of(new SecretContent(70_000, HASH)))),
                            List.of(sealed())),
                    new Example<>(
                            Operation.UNSEAL,
                            List.of(
                                    new UnsealOrder(PROVEN, PROVEN, Bytes.utf8("blob")),
                                    new UnsealOrder(
                                            PROVEN,
                                            PROVEN,
                                            Bytes.utf8("blob"),
                                            Optional.of(SEALING))),
                            List.of(Plaintext.of(new byte[] {1, 2, 3}))),
                    new Example<>(
                            Operation.SIGN_JWT,
                            List.of(
                                    new TokenOrder(
                                            PROVEN,
                                            Bytes.zeros(16),
                                            Bytes.utf8("{}"),
                                            TokenAlgorithm.EDDSA)),
                            List.of("header.payload.signature")),
                    new Example<>(
                            Operation.MAKE_KEY,
                            Stream.of(SigningAlgorithm.values())
                                    .map(each -> new KeyOrder(ID, ID, 1L << 33, each))
                                    .toList(),
                            List.of(HASH)),
                    new Example<>(
                            Operation.SIGN,
                            List.of(
                                    new SignOrder(PROVEN, Optional.empty()),
                                    new SignOrder(PROVEN, Optional.of(Bytes.utf8("message")))),
                            List.of(HASH)),
                    new Example<>(Operation.DESTROY_KEY, List.of(PROVEN), List.of(Nothing.NOTHING)),
                    new Example<>(
                            Operation.DESCRIBE_TOKEN,
                            List.of(Nothing.NOTHING),
                            List.of(token(List.of(), List.of()), token(abilities(), REMARKS))),
                    new Example<>(
                            Operation.ENTRUST,
                            Stream.of(Purpose.values())
                                    .map(each -> new EntrustedSecret(each, 7, HASH))
                                    .toList(),
                            List.of(HASH)),
                    new Example<>(
                            Operation.ENTRUSTED,
                            List.of(
                                    new EntrustedSecret(
                                            Purpose.API_KEY_PEPPER, 1L << 33, Bytes.zeros(60))),
                            List.of(HASH)),
                    new Example<>(
                            Operation.SHARING_KEY, List.of(Nothing.NOTHING), List.of(SHARING_KEY)),
                    new Example<>(
                            Operation.SEAL_SHARED,
                            List.of(
                                    new SharedSealOrder(sealing(Optional.empty()), List.of()),
                                    new SharedSealOrder(
                                            sealing(Optional.empty()),
                                            List.of(SHARING_KEY, SHARING_KEY))),
                            List.of(
                                    new SharedSealing(
                                            new SharedSecret(HASH, BOX, Optional.empty()),
                                            SEALING,
                                            List.of(BOX),
                                            VOUCHER))),
                    new Example<>(
                            Operation.SHARE,
                            List.of(
                                    new ShareOrder(
                                            PROVEN, Bytes.utf8("blob"), SEALING, SHARING_KEY)),
                            List.of(new Handover(BOX, VOUCHER))),
                    new Example<>(
                            Operation.TAKE_OVER,
                            List.of(
                                    new TakeOverOrder(
                                            new SecretVersion(ID, ID, 1L << 33),
                                            Bytes.utf8("blob"),
                                            new Handover(BOX, VOUCHER))),
                            List.of(SEALING)),
                    new Example<>(
                            Operation.RESEAL,
                            List.of(new ResealOrder(PROVEN, Bytes.utf8("blob"))),
                            List.of(sealed())),
                    new Example<>(
                            Operation.MAKE_ORG_KEY,
                            List.of(new OrgKeyOrder(ID, 2), new OrgKeyOrder(ID, 1L << 33)),
                            List.of(ID)),
                    new Example<>(
                            Operation.DESTROY_ORG_KEY, List.of(PROVEN), List.of(Nothing.NOTHING)),
                    new Example<>(
                            Operation.COUNTS,
                            List.of(Nothing.NOTHING),
                            List.of(
                                    List.of(),
                                    List.of(new OperationCount("admit", "quota", 1L << 33)))));

    private static SealOrder sealing(Optional<SecretContent> content) {
        SecretVersion version = new SecretVersion(Bytes.zeros(16), Bytes.zeros(16), 7);
        return new SealOrder(version, Plaintext.of(new byte[32]), content);
    }

    private static SealedSecret sealed() {
        Bytes ciphertext = Bytes.zeros(20);
        return new SealedSecret(
                Bytes.zeros(16),
                Bytes.zeros(12),
                ciphertext,
                new RecoveryBox(HASH, ciphertext),
                Optional.empty());
    }

    private static TokenDescription token(List<Ability> abilities, List<String> remarks) {
        return new TokenDescription("softhsm2", "SoftHSM 2", "software", true, abilities, remarks);
    }

    private static List<Ability> abilities() {
        return Stream.of(TokenDescription.State.values())
                .map(state -> new Ability("append", "the log key", state, true, false, "why"))
                .toList();
    }

    private static KeyInventory inventory() {
        return new KeyInventory(
                "label",
                "serial",
                "manufacturer",
                "model",
                "firmware",
                "library 2.6",
                List.of(
                        new KeyInventory.Key(
                                "log",
                                Bytes.fromHex("01"),
                                "ED25519",
                                Optional.of(HASH),
                                Map.of("TOKEN", true, "EXTRACTABLE", false)),
                        new KeyInventory.Key(
                                "mac", Bytes.fromHex("02"), "HMAC", Optional.empty(), Map.of())));
    }

    @Test
    void everyOperationHasACodeOfItsOwnAndAnExample() {
        assertThat(EXAMPLES.stream().map(each -> each.operation().name()))
                .containsExactlyInAnyOrderElementsOf(
                        Operation.ALL.stream().map(Operation::name).toList());
        Map<Integer, String> codes = new HashMap<>();
        for (Operation<?, ?> operation : Operation.ALL) {
            assertThat(operation.code()).isBetween(1, 127);
            assertThat(codes.put(operation.code(), operation.name())).isNull();
        }
    }

    @TestFactory
    Stream<DynamicTest> questionsAndAnswersCrossAsTheyAre() {
        return EXAMPLES.stream()
                .map(each -> DynamicTest.dynamicTest(each.operation().name(), () -> crosses(each)));
    }

    private static <Q, A> void crosses(Example<Q, A> example) {
        example.questions().forEach(each -> crosses(example.operation().question(), each));
        example.answers().forEach(each -> crosses(example.operation().answer(), each));
    }

    private static <T> void crosses(Codec<T> codec, T value) {
        assertThat(codec.parse(codec.bytes(value))).isEqualTo(value);
    }

    @TestFactory
    Stream<DynamicTest> whatIsCutShortIsMalformed() {
        return forEachEncoded(
                (codec, bytes) -> {
                    for (int size = 0; size < bytes.size(); size++) {
                        Bytes cut = bytes.slice(0, size);
                        assertThatThrownBy(() -> codec.parse(cut))
                                .isInstanceOf(MalformedException.class);
                    }
                    assertThatThrownBy(() -> codec.parse(Bytes.concat(bytes, Bytes.zeros(1))))
                            .isInstanceOf(MalformedException.class);
                });
    }

    /** Whatever still decodes is the one encoding of what it decoded to. */
    @TestFactory
    Stream<DynamicTest> whatIsChangedIsMalformedOrSomethingElseInItsOneForm() {
        return forEachEncoded(
                (codec, bytes) -> {
                    Random random = new Random(bytes.hashCode());
                    for (int i = 0; i < 2_000; i++) {
                        byte[] changed = bytes.toArray();
                        for (int change = random.nextInt(3); change >= 0; change--) {
                            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                        }
                        requireOneForm(codec, Bytes.of(changed));
                    }
                });
    }

    private static <T> void requireOneForm(Codec<T> codec, Bytes bytes) {
        T decoded;
        try {
            decoded = codec.parse(bytes);
        } catch (MalformedException e) {
            assertThat(e).hasMessageNotContaining("null");
            return;
        }
        assertThat(codec.bytes(decoded)).isEqualTo(bytes);
    }

    private interface Encoded {
        void check(Codec<?> codec, Bytes bytes);
    }

    private static Stream<DynamicTest> forEachEncoded(Encoded check) {
        return EXAMPLES.stream()
                .map(
                        example ->
                                DynamicTest.dynamicTest(
                                        example.operation().name(), () -> all(example, check)));
    }

    private static <Q, A> void all(Example<Q, A> example, Encoded check) {
        Codec<Q> question = example.operation().question();
        Codec<A> answer = example.operation().answer();
        example.questions().forEach(each -> check.check(question, question.bytes(each)));
        example.answers().forEach(each -> check.check(answer, answer.bytes(each)));
    }
}
