package dev.sealwright.controlplane.attest;

import dev.sealwright.controlplane.record.RecordType;
import dev.sealwright.protocol.leaf.RecordKind;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values known to be good, with where that knowledge comes from. */
@Serdeable
@Schema(name = "ReferenceValues")
public record ReferenceValuesDocument(
        @Nullable @Size(max = 2000) String description,
        @NotNull @Size(min = 1, max = 512) List<@Valid Value> values) {
    public static final RecordType<ReferenceValuesDocument> TYPE =
            RecordType.of(RecordKind.REFERENCE_VALUES, ReferenceValuesDocument.class);

    public ReferenceValuesDocument {
        description = description == null ? "" : description;
        values = List.copyOf(values);
    }

    /**
     * One value.
     *
     * @param name what it is a value of: a release, an image
     * @param claim the criterion it is good for, such as {@code pcr0} or {@code measurement}
     * @param value lower-case hexadecimal of 1 to 64 bytes
     * @param receipt of the log entry that published it; absent if it was not published
     */
    @Serdeable
    @Schema(name = "ReferenceValue")
    public record Value(
            @NotBlank @Size(max = 200) String name,
            @NotBlank @Size(max = 200) String claim,
            @NotBlank @Pattern(regexp = "([0-9a-f]{2}){1,64}") String value,
            @NotBlank @Size(max = 200) String sourceCommit,
            @NotBlank @Size(max = 200) String build,
            @Nullable @Size(min = 1, max = 65_536) String receipt) {}
}
