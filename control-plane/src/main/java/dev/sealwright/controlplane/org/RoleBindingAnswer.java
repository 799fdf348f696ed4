package dev.sealwright.controlplane.org;

import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.access.RoleBindingDocument;
import dev.sealwright.controlplane.record.Versioned;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.UUID;

/**
 * A role binding as it is shown.
 *
 * @param id of the row, the same for all its versions
 * @param mayUnseal secrets that the user may open
 * @param maySign keys that the user may sign with
 * @param receiptIndex index of the leaf that this version stands by
 */
@Serdeable
public record RoleBindingAnswer(
        String name,
        UUID id,
        String user,
        Role role,
        List<String> mayUnseal,
        List<String> maySign,
        long version,
        long receiptIndex) {
    @SuppressWarnings("NullAway") // the document's constructor puts a default where null was
    static RoleBindingAnswer of(Versioned<RoleBindingDocument> found) {
        RoleBindingDocument value = found.value();
        return new RoleBindingAnswer(
                found.name(),
                found.row(),
                value.user(),
                value.role(),
                value.mayUnseal(),
                value.maySign(),
                found.version(),
                found.index());
    }
}
