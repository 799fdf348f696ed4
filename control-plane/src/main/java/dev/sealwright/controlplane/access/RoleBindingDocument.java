package dev.sealwright.controlplane.access;

import dev.sealwright.controlplane.record.Members;
import dev.sealwright.controlplane.record.RecordType;
import dev.sealwright.controlplane.record.RecordType.Reference;
import dev.sealwright.protocol.leaf.RecordKind;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That a user has a role in the organisation.
 *
 * @param user name of a user of the same organisation
 * @param mayUnseal names of secrets the user may open, {@code *} at the end for all that begin so;
 *     none by default, whatever the role
 * @param maySign names of keys the user may sign with, in the same way
 */
@Serdeable
@Schema(name = "RoleBinding")
public record RoleBindingDocument(
        String user,
        Role role,
        @Nullable @Size(max = 100) List<@NotNull @Pattern(regexp = NAMES) String> mayUnseal,
        @Nullable @Size(max = 100) List<@NotNull @Pattern(regexp = NAMES) String> maySign) {
    static final String NAMES = "[a-z0-9._@-]{1,63}|[a-z0-9._@-]{0,62}\\*";

    public static final RecordType<RoleBindingDocument> TYPE =
            RecordType.of(RecordKind.ROLE_BINDING, RoleBindingDocument.class)
                    .referring(
                            binding ->
                                    List.of(
                                            new Reference(
                                                    RecordKind.USER, binding.user(), "/user")));

    public RoleBindingDocument {
        mayUnseal = Members.orNone(mayUnseal);
        maySign = Members.orNone(maySign);
    }

    @SuppressWarnings("NullAway") // the constructor puts a default where null was
    boolean mayUnseal(String secret) {
        return names(mayUnseal, secret);
    }

    @SuppressWarnings("NullAway") // the constructor puts a default where null was
    boolean maySign(String key) {
        return names(maySign, key);
    }

    private static boolean names(List<String> patterns, String wanted) {
        return patterns.stream()
                .anyMatch(
                        name ->
                                name.endsWith("*")
                                        ? wanted.startsWith(name.substring(0, name.length() - 1))
                                        : wanted.equals(name));
    }
}
