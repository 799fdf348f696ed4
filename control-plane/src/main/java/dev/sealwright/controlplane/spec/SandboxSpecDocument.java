package dev.sealwright.controlplane.spec;

import dev.sealwright.controlplane.record.Members;
import dev.sealwright.controlplane.record.RecordType;
import dev.sealwright.controlplane.record.RecordType.Reference;
import dev.sealwright.protocol.leaf.RecordKind;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A template that hosts are enrolled for.
 *
 * @param policy name of a policy of the same organisation
 * @param runtime what runs the agent; empty by default
 * @param parameters handed to the runtime
 * @param enabledRings rings whose providers apply
 * @param preDeploymentEval evaluation that must have passed; empty by default
 */
@Serdeable
@Schema(name = "SandboxSpec")
public record SandboxSpecDocument(
        @Nullable @Size(max = 2000) String description,
        @NotBlank String policy,
        @Nullable @Size(max = 200) String runtime,
        @Nullable @Size(max = 256)
                Map<@Size(min = 1, max = 64) String, @NotNull @Size(max = 2000) String> parameters,
        @Nullable @Size(max = 64) List<@NotNull @Size(min = 1, max = 64) String> enabledRings,
        @Nullable @Size(max = 2000) String preDeploymentEval) {
    public static final RecordType<SandboxSpecDocument> TYPE =
            RecordType.of(RecordKind.SANDBOX_SPEC, SandboxSpecDocument.class)
                    .referring(
                            spec ->
                                    List.of(
                                            new Reference(
                                                    RecordKind.POLICY_SOURCE,
                                                    spec.policy(),
                                                    "/policy")));

    public SandboxSpecDocument {
        description = description == null ? "" : description;
        runtime = runtime == null ? "" : runtime;
        parameters =
                parameters == null
                        ? Map.of()
                        : Collections.unmodifiableMap(new TreeMap<>(parameters));
        enabledRings = Members.orNone(enabledRings);
        preDeploymentEval = preDeploymentEval == null ? "" : preDeploymentEval;
    }
}
