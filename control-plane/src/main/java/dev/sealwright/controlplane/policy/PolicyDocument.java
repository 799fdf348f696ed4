package dev.sealwright.controlplane.policy;

import dev.sealwright.controlplane.record.Members;
import dev.sealwright.controlplane.record.RecordType;
import dev.sealwright.protocol.leaf.RecordKind;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What agents under a policy may do. What is not listed is not allowed; everything is empty by
 * default.
 *
 * @param budgets upper bounds by name
 * @param ttlSeconds how long a compiled policy lasts; a day by default
 */
@Serdeable
@Schema(name = "Policy")
public record PolicyDocument(
        @Nullable @Valid Network network,
        @Nullable @Valid Filesystem filesystem,
        @Nullable @Valid Tools tools,
        @Nullable @Size(max = 256)
                Map<@Size(min = 1, max = 64) String, @NotNull @PositiveOrZero Long> budgets,
        @Nullable @Min(60) @Max(2_592_000) Long ttlSeconds) {
    private static final long DAY = 86_400;

    public static final RecordType<PolicyDocument> TYPE =
            RecordType.of(RecordKind.POLICY_SOURCE, PolicyDocument.class);

    public PolicyDocument {
        network = network == null ? new Network(null, null) : network;
        filesystem = filesystem == null ? new Filesystem(null, null) : filesystem;
        tools = tools == null ? new Tools(null, null, null, null) : tools;
        budgets =
                budgets == null
                        ? Map.of()
                        : java.util.Collections.unmodifiableMap(new TreeMap<>(budgets));
        ttlSeconds = ttlSeconds == null ? Long.valueOf(DAY) : ttlSeconds;
    }

    /**
     * Where an agent may connect to.
     *
     * @param allowedHosts host names, with {@code *.} for any subdomain
     * @param methods HTTP methods
     */
    @Serdeable
    @Schema(name = "PolicyNetwork")
    public record Network(
            @Nullable @Size(max = 1000)
                    List<@NotNull @Size(min = 1, max = 253) String> allowedHosts,
            @Nullable @Size(max = 32) List<@NotNull @Size(min = 1, max = 16) String> methods) {
        public Network {
            allowedHosts = Members.orNone(allowedHosts);
            methods = Members.orNone(methods);
        }
    }

    /** Paths an agent may read, and paths it may write. */
    @Serdeable
    @Schema(name = "PolicyFilesystem")
    public record Filesystem(
            @Nullable @Size(max = 1000) List<@NotNull @Size(min = 1, max = 1024) String> readOnly,
            @Nullable @Size(max = 1000) List<@NotNull @Size(min = 1, max = 1024) String> writable) {
        public Filesystem {
            readOnly = Members.orNone(readOnly);
            writable = Members.orNone(writable);
        }
    }

    /**
     * Tools by name.
     *
     * @param redactArguments tools whose arguments are kept out of records
     * @param requireApproval tools that a person must approve each time
     */
    @Serdeable
    @Schema(name = "PolicyTools")
    public record Tools(
            @Nullable @Size(max = 1000) List<@NotNull @Size(min = 1, max = 200) String> allow,
            @Nullable @Size(max = 1000) List<@NotNull @Size(min = 1, max = 200) String> block,
            @Nullable @Size(max = 1000)
                    List<@NotNull @Size(min = 1, max = 200) String> redactArguments,
            @Nullable @Size(max = 1000)
                    List<@NotNull @Size(min = 1, max = 200) String> requireApproval) {
        public Tools {
            allow = Members.orNone(allow);
            block = Members.orNone(block);
            redactArguments = Members.orNone(redactArguments);
            requireApproval = Members.orNone(requireApproval);
        }
    }
}
