package dev.sealwright.controlplane.access;

import dev.sealwright.controlplane.record.RecordType;
import dev.sealwright.controlplane.record.RecordType.Reference;
import dev.sealwright.protocol.leaf.RecordKind;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * That a user has a role in the organisation.
 *
 * @param user name of a user of the same organisation
 */
@Serdeable
@Schema(name = "RoleBinding")
public record RoleBindingDocument(String user, Role role) {
    public static final RecordType<RoleBindingDocument> TYPE =
            RecordType.of(RecordKind.ROLE_BINDING, RoleBindingDocument.class)
                    .referring(
                            binding ->
                                    List.of(
                                            new Reference(
                                                    RecordKind.USER, binding.user(), "/user")));
}
