package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.record.ListAnswer;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.swagger.v3.oas.annotations.Operation;

/** The members that hold secrets, and how far each has what the others have. */
@Controller("/v1/members")
@On(Listener.PEOPLE)
@Allow(roles = {Role.AUDITOR, Role.ADMIN})
public class MemberResource {
    private final OwnSealings sealings;

    MemberResource(OwnSealings sealings) {
        this.sealings = sealings;
    }

    @Get
    @Operation(
            operationId = "listMembers",
            summary = "The members that issue and open, and what each lacks; none with one alone")
    public ListAnswer<MemberAnswer> list() {
        return new ListAnswer<>(sealings.progress().stream().map(MemberAnswer::of).toList(), null);
    }
}
