package dev.sealwright.keyservice.wire;

import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.Appended;
import dev.sealwright.keyservice.api.Head;
import dev.sealwright.keyservice.api.HealthProof;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.SignedCheckpoint;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.crypto.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the operations of the log take and answer: arrays with their fields in the order named. */
final class LogCodecs {
    /** {@code hash} when admitted, {@code [code, detail]} when refused. */
    static final Codec<Admission> ADMISSION =
            new Codec<>(LogCodecs::encodeAdmission, LogCodecs::decodeAdmission);

    /** {@code [size, leaves]} */
    static final Codec<Leaves> LEAVES =
            new Codec<>(
                    leaves ->
                            CborValue.array(
                                    CborValue.of(leaves.size()),
                                    Codec.BYTES.list().encode().apply(leaves.leaves())),
                    value -> {
                        List<CborValue> parts = value.asArray("leaves at a size", 2);
                        return new Leaves(
                                parts.get(0).asUint("size"), Codec.BYTES.list().of(parts.get(1)));
                    });

    /** {@code [size, leaves, proposed]} */
    static final Codec<Step> STEP =
            new Codec<>(
                    step ->
                            CborValue.array(
                                    CborValue.of(step.size()),
                                    Codec.BYTES.list().encode().apply(step.leaves()),
                                    Codec.BYTES.list().encode().apply(step.proposed())),
                    value -> {
                        List<CborValue> parts = value.asArray("leaves and those after them", 3);
                        return new Step(
                                parts.get(0).asUint("size"),
                                Codec.BYTES.list().of(parts.get(1)),
                                Codec.BYTES.list().of(parts.get(2)));
                    });

    /** {@code [size, leaves, gone, proof, note]} */
    static final Codec<Followed> FOLLOWED =
            new Codec<>(
                    followed ->
                            CborValue.array(
                                    CborValue.of(followed.size()),
                                    Codec.BYTES.list().encode().apply(followed.leaves()),
                                    Codec.BYTES.list().encode().apply(followed.gone()),
                                    Codec.BYTES.list().encode().apply(followed.proof()),
                                    CborValue.of(followed.note())),
                    value -> {
                        List<CborValue> parts = value.asArray("leaves to follow", 5);
                        return new Followed(
                                parts.get(0).asUint("size"),
                                Codec.BYTES.list().of(parts.get(1)),
                                Codec.BYTES.list().of(parts.get(2)),
                                Codec.BYTES.list().of(parts.get(3)),
                                parts.get(4).asText("note"));
                    });

    /** {@code [size, root, note]} */
    static final Codec<SignedCheckpoint> CHECKPOINT =
            new Codec<>(
                    signed ->
                            CborValue.array(
                                    CborValue.of(signed.size()),
                                    CborValue.of(signed.root()),
                                    CborValue.of(signed.note())),
                    value -> {
                        List<CborValue> parts = value.asArray("a checkpoint", 3);
                        return new SignedCheckpoint(
                                parts.get(0).asUint("size"),
                                root(parts.get(1)),
                                parts.get(2).asText("note"));
                    });

    /** {@code [checkpoint, admissions]} */
    static final Codec<Appended> APPENDED =
            new Codec<>(
                    appended ->
                            CborValue.array(
                                    CHECKPOINT.encode().apply(appended.checkpoint()),
                                    ADMISSION.list().encode().apply(appended.admissions())),
                    value -> {
                        List<CborValue> parts = value.asArray("what came of a step", 2);
                        return new Appended(
                                CHECKPOINT.of(parts.get(0)), ADMISSION.list().of(parts.get(1)));
                    });

    /** {@code [origin, size, root, note or null]} */
    static final Codec<Head> HEAD =
            new Codec<>(
                    head ->
                            CborValue.array(
                                    CborValue.of(head.origin()),
                                    CborValue.of(head.size()),
                                    CborValue.of(head.root()),
                                    Codec.TEXT.optional().encode().apply(head.note())),
                    value -> {
                        List<CborValue> parts = value.asArray("a head", 4);
                        return new Head(
                                parts.get(0).asText("origin"),
                                parts.get(1).asUint("size"),
                                root(parts.get(2)),
                                Codec.TEXT.optional().of(parts.get(3)));
                    });

    /** {@code [seconds, nanoseconds, statement, signature]} */
    static final Codec<HealthProof> PROOF =
            new Codec<>(LogCodecs::encodeProof, LogCodecs::decodeProof);

    private static final int NANOS = 1_000_000_000;
    private static final int MAX_DETAIL = 1_000;
    private static final Map<String, RefusalCode> CODES =
            Stream.of(RefusalCode.values())
                    .collect(Collectors.toUnmodifiableMap(RefusalCode::text, Function.identity()));

    private LogCodecs() {}

    /** What {@code append} takes. */
    record Leaves(long size, List<Bytes> leaves) {
        Leaves {
            leaves = List.copyOf(leaves);
        }
    }

    /** What {@code append-and-admit} takes. */
    record Step(long size, List<Bytes> leaves, List<Bytes> proposed) {
        Step {
            leaves = List.copyOf(leaves);
            proposed = List.copyOf(proposed);
        }
    }

    /** What {@code follow} takes. */
    record Followed(
            long size, List<Bytes> leaves, List<Bytes> gone, List<Bytes> proof, String note) {
        Followed {
            leaves = List.copyOf(leaves);
            gone = List.copyOf(gone);
            proof = List.copyOf(proof);
        }
    }

    static CborValue refusal(RefusalCode code, String detail) {
        return CborValue.array(CborValue.of(code.text()), CborValue.of(detail));
    }

    /** Reads {@code [code, detail]}. */
    static KeyServiceRefusedException refusal(CborValue value) {
        List<CborValue> parts = value.asArray("a refusal", 2);
        String detail = parts.get(1).asText("detail");
        RefusalCode code =
                Optional.ofNullable(CODES.get(parts.get(0).asText("code")))
                        .orElseThrow(() -> new MalformedException("an unknown refusal"));
        if (detail.length() > MAX_DETAIL) {
            throw new MalformedException("a refusal with too much to say");
        }
        return new KeyServiceRefusedException(code, detail);
    }

    private static CborValue encodeAdmission(Admission admission) {
        return switch (admission) {
            case Admission.Admitted(Bytes hash) -> CborValue.of(hash);
            case Admission.Refused(RefusalCode code, String detail) -> refusal(code, detail);
        };
    }

    private static Admission decodeAdmission(CborValue value) {
        if (value instanceof CborValue.ByteString(Bytes hash)) {
            return new Admission.Admitted(hash.requireSize(Sha256.SIZE, "a leaf hash"));
        }
        KeyServiceRefusedException refused = refusal(value);
        return new Admission.Refused(refused.code(), refused.detail());
    }

    private static CborValue encodeProof(HealthProof proof) {
        Instant time = proof.time();
        return CborValue.array(
                CborValue.of(time.getEpochSecond()),
                CborValue.of(time.getNano()),
                CborValue.of(proof.statement()),
                CborValue.of(proof.signature()));
    }

    private static HealthProof decodeProof(CborValue value) {
        List<CborValue> parts = value.asArray("a health proof", 4);
        long nanos = parts.get(1).asUint("nanoseconds");
        long seconds = parts.get(0).asUint("seconds");
        if (nanos >= NANOS || seconds > Instant.MAX.getEpochSecond()) {
            throw new MalformedException("a time out of range");
        }
        return new HealthProof(
                Instant.ofEpochSecond(seconds, nanos),
                parts.get(2).asBytes("statement"),
                parts.get(3).asBytes("signature", Ed25519.SIGNATURE_SIZE));
    }

    private static Bytes root(CborValue value) {
        return value.asBytes("root", Sha256.SIZE);
    }
}
