package dev.sealwright.controlplane.attest;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.record.ListAnswer;
import dev.sealwright.controlplane.record.RecordResource;
import dev.sealwright.controlplane.record.RecordWriter;
import dev.sealwright.controlplane.record.RecordWriter.Place;
import dev.sealwright.controlplane.record.Records;
import dev.sealwright.controlplane.record.ResourceName;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;
import java.util.Optional;

/** Appraisal policies of an organisation. */
@Controller("/v1/orgs/{org}/appraisal-policies")
@On(Listener.PEOPLE)
public class AppraisalPolicyResource {
    private final RecordResource<AppraisalPolicyDocument, AppraisalPolicyAnswer> resource;
    private final PolicyReader policies;

    AppraisalPolicyResource(Records records, RecordWriter writer, PolicyReader policies) {
        this.resource =
                new RecordResource<>(
                        records, writer, AppraisalPolicyDocument.TYPE, AppraisalPolicyAnswer::of);
        this.policies = policies;
    }

    @Get
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(operationId = "listAppraisalPolicies", summary = "List appraisal policies")
    public ListAnswer<AppraisalPolicyAnswer> list(
            String org,
            @Parameter(hidden = true) Membership membership,
            @QueryValue Optional<Integer> limit,
            @QueryValue Optional<String> cursor) {
        return resource.list(membership.org().tag(), limit, cursor);
    }

    @Get("/{name}")
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(operationId = "getAppraisalPolicy", summary = "An appraisal policy")
    public HttpResponse<AppraisalPolicyAnswer> get(
            String org, @Parameter(hidden = true) Membership membership, String name) {
        return resource.get(membership.org().tag(), name);
    }

    @Put("/{name}")
    @Allow(roles = Role.ADMIN)
    @Operation(
            operationId = "putAppraisalPolicy",
            summary = "Create or replace an appraisal policy")
    public HttpResponse<AppraisalPolicyAnswer> put(
            String org,
            @Parameter(hidden = true) Membership membership,
            String name,
            @Body @Valid AppraisalPolicyDocument body,
            HttpRequest<?> request) {
        policies.read(ResourceName.require(name, "name"), body);
        return resource.put(Place.in(membership.org().tag(), name), body, request);
    }

    @Delete("/{name}")
    @Allow(roles = Role.ADMIN)
    @Operation(operationId = "deleteAppraisalPolicy", summary = "Remove an appraisal policy")
    public HttpResponse<Void> delete(
            String org,
            @Parameter(hidden = true) Membership membership,
            String name,
            HttpRequest<?> request) {
        return resource.delete(Place.in(membership.org().tag(), name), request);
    }
}
