package dev.sealwright.controlplane.approval;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.record.ListAnswer;
import dev.sealwright.controlplane.record.RecordResource;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;
import java.util.Optional;
import java.util.UUID;

/** What waits for a signature by one of the organisation's authority keys. */
@Controller("/v1/orgs/{org}/approvals")
@On(Listener.PEOPLE)
public class ApprovalResource {
    private final Approvals approvals;
    private final Signing signing;
    private final Log log;
    private final String origin;

    ApprovalResource(Approvals approvals, Signing signing, Log log, VerifiedAnchors anchors) {
        this.approvals = approvals;
        this.signing = signing;
        this.log = log;
        this.origin = anchors.origin();
    }

    @Get
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(operationId = "listApprovals", summary = "List what waits or waited for a signature")
    public ListAnswer<ApprovalSummary> list(
            String org,
            @Parameter(hidden = true) Membership membership,
            @Parameter(description = "`pending`: only what can still be signed") @QueryValue
                    Optional<String> state,
            @QueryValue Optional<Integer> limit,
            @QueryValue Optional<String> cursor) {
        int size = ListAnswer.size(limit);
        return ListAnswer.of(
                approvals.page(
                        membership.org().tag(),
                        state.map(ApprovalResource::requirePendingState).isPresent(),
                        cursor.map(ListAnswer::row),
                        size + 1),
                size,
                each -> ApprovalSummary.of(each, approvals.state(each)),
                last -> last.id().toString());
    }

    private static String requirePendingState(String state) {
        if (!state.equals(ApprovalState.PENDING.text())) {
            throw ProblemException.invalid("state", "state is pending, or left out");
        }
        return state;
    }

    @Get("/{approval_id}")
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(
            operationId = "getApproval",
            summary = "What waits for a signature, with the bytes that the signature is over")
    public ApprovalAnswer get(
            String org,
            @Parameter(hidden = true) Membership membership,
            @PathVariable("approval_id") UUID id) {
        return shown(found(membership, id));
    }

    @Post("/{approval_id}/signature")
    @Status(HttpStatus.OK)
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN})
    @Operation(
            operationId = "signApproval",
            summary = "Approve by an authority key's signature; the change takes effect at once")
    public HttpResponse<ApprovalAnswer> sign(
            String org,
            @Parameter(hidden = true) Membership membership,
            @PathVariable("approval_id") UUID id,
            @Body @Valid SignatureBody body) {
        Approval approval = found(membership, id);
        LeafOutcome.Released released =
                signing.sign(approval, body.of(approvals.approvable(approval).subject()));
        return HttpResponse.ok(shown(found(membership, id)))
                .header(RecordResource.RECEIPT_HEADER, RecordResource.receipt(released));
    }

    @Post("/{approval_id}/rejection")
    @Status(HttpStatus.OK)
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN})
    @Operation(operationId = "rejectApproval", summary = "Drop what waits for a signature")
    public ApprovalAnswer reject(
            String org,
            @Parameter(hidden = true) Membership membership,
            @Parameter(hidden = true) ApiKeyCaller caller,
            @PathVariable("approval_id") UUID id) {
        Approval approval = found(membership, id);
        if (approvals.state(approval) != ApprovalState.REJECTED) {
            requirePending(approval);
            signing.reject(approval, caller.user());
        }
        return shown(found(membership, id));
    }

    private void requirePending(Approval approval) {
        ApprovalState state = approvals.state(approval);
        if (state != ApprovalState.PENDING) {
            throw ProblemException.conflict("The approval is " + state.text() + ".");
        }
    }

    private Approval found(Membership membership, UUID id) {
        return approvals.find(membership.org().tag(), id).orElseThrow(ProblemException::notFound);
    }

    private ApprovalAnswer shown(Approval approval) {
        Long index =
                log.outcome(approval.leaf()) instanceof LeafOutcome.Released released
                        ? Long.valueOf(released.index())
                        : null;
        return ApprovalAnswer.of(approval, approvals.state(approval), origin, index);
    }
}
