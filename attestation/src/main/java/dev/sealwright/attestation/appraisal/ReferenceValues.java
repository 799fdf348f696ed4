package dev.sealwright.attestation.appraisal;

import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.wire.Json;
import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import java.util.List;
import java.util.Optional;

/** All reference values an appraisal may use. */
public record ReferenceValues(List<ReferenceValue> values) {
    public static final ReferenceValues NONE = new ReferenceValues(List.of());

    private static final int MAX_SIZE = 4 * 1024 * 1024;
    private static final int MAX_VALUES = 16 * 1024;

    public ReferenceValues {
        values = List.copyOf(values);
    }

    /**
     * Reads {@code {"reference_values": [{name, claim, value, source_commit, build, receipt}]}};
     * the value in hexadecimal, the receipt text or null.
     */
    public static ReferenceValues parse(Bytes text) {
        JsonFields fields = JsonFields.of(Json.read(text, MAX_SIZE), "reference values");
        List<ReferenceValue> values =
                fields.array("reference_values", MAX_VALUES).stream()
                        .map(ReferenceValues::value)
                        .toList();
        fields.end();
        return new ReferenceValues(values);
    }

    private static ReferenceValue value(JsonValue json) {
        JsonFields fields = JsonFields.of(json, "a reference value");
        JsonValue receipt = fields.take("receipt");
        ReferenceValue value =
                new ReferenceValue(
                        fields.text("name"),
                        fields.text("claim"),
                        Bytes.fromHex(fields.text("value")),
                        fields.text("source_commit"),
                        fields.text("build"),
                        receipt instanceof JsonValue.Null
                                ? Optional.empty()
                                : Optional.of(receipt.asText("receipt")));
        fields.end();
        return value;
    }

    /** The JSON that {@link #parse} reads. */
    public JsonValue.Obj json() {
        return new Facts()
                .put(
                        "reference_values",
                        new JsonValue.Arr(
                                values.stream().<JsonValue>map(ReferenceValues::json).toList()))
                .end();
    }

    private static JsonValue.Obj json(ReferenceValue value) {
        return new Facts()
                .put("name", value.name())
                .put("claim", value.claim())
                .put("value", value.value())
                .put("source_commit", value.sourceCommit())
                .put("build", value.build())
                .put("receipt", value.receipt().map(JsonValue::of).orElseGet(JsonValue.Null::new))
                .end();
    }

    Optional<ReferenceValue> find(String claim, Bytes value) {
        return values.stream()
                .filter(v -> v.claim().equals(claim) && v.value().equals(value))
                .findFirst();
    }
}
