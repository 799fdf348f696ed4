package dev.sealwright.controlplane.org;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.ApiKeyDocument;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.access.RoleBindingDocument;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.record.ListAnswer;
import dev.sealwright.controlplane.record.Precondition;
import dev.sealwright.controlplane.record.Quarantine;
import dev.sealwright.controlplane.record.RecordResource;
import dev.sealwright.controlplane.record.RecordType;
import dev.sealwright.controlplane.record.RecordWriter;
import dev.sealwright.controlplane.record.RecordWriter.Place;
import dev.sealwright.controlplane.record.RecordWriter.Written;
import dev.sealwright.controlplane.record.Records;
import dev.sealwright.controlplane.record.Versioned;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.RecordKind;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;
import java.util.List;
import java.util.stream.Stream;

/**
 * API keys and role bindings that give no right, because an epoch of the log lost leaves that may
 * have ended them; and how an administrator says that he knows better.
 */
@Controller("/v1/orgs/{org}/quarantine")
@On(Listener.PEOPLE)
public class QuarantineResource {
    private final Records records;
    private final RecordWriter writer;
    private final Quarantine quarantine;

    QuarantineResource(Records records, RecordWriter writer, Quarantine quarantine) {
        this.records = records;
        this.writer = writer;
        this.quarantine = quarantine;
    }

    @Get
    @Allow(roles = {Role.ADMIN, Role.AUDITOR})
    @Operation(
            operationId = "listQuarantine",
            summary =
                    "API keys and role bindings that give no right since an epoch of the log lost"
                            + " leaves")
    public ListAnswer<QuarantineAnswer> list(
            String org, @Parameter(hidden = true) Membership membership) {
        Bytes tag = membership.org().tag();
        return new ListAnswer<>(
                Stream.concat(
                                held(ApiKeyDocument.TYPE, tag)
                                        .map(key -> answer(RecordKind.API_KEY, key)),
                                held(RoleBindingDocument.TYPE, tag)
                                        .map(key -> answer(RecordKind.ROLE_BINDING, key)))
                        .toList(),
                null);
    }

    private <T> Stream<Versioned<T>> held(RecordType<T> type, Bytes org) {
        List<Versioned<T>> all = records.all(type);
        return all.stream()
                .filter(each -> each.org().equals(org) && quarantine.holds(each.index()));
    }

    @Post("/releases")
    @Status(HttpStatus.OK)
    @Allow(roles = {Role.ADMIN})
    @Operation(
            operationId = "releaseFromQuarantine",
            summary = "Declare an API key or role binding again as it stands, so that it counts")
    public HttpResponse<QuarantineAnswer> release(
            String org,
            @Parameter(hidden = true) Membership membership,
            @Body @Valid QuarantineReleaseBody body) {
        PlatformOrg.requirePlatform(membership);
        Bytes tag = membership.org().tag();
        return switch (body.kind()) {
            case "api-key" -> release(RecordKind.API_KEY, ApiKeyDocument.TYPE, tag, body.name());
            case "role-binding" ->
                    release(RecordKind.ROLE_BINDING, RoleBindingDocument.TYPE, tag, body.name());
            default -> throw ProblemException.invalid("/kind", "kind is api-key or role-binding");
        };
    }

    private <T> HttpResponse<QuarantineAnswer> release(
            RecordKind kind, RecordType<T> type, Bytes org, String name) {
        Versioned<T> found =
                records.find(type, org, name)
                        .filter(each -> quarantine.holds(each.index()))
                        .orElseThrow(ProblemException::notFound);
        Written<T> written =
                writer.put(type, Place.in(org, name), found.value(), Precondition.NONE);
        MutableHttpResponse<QuarantineAnswer> answer =
                HttpResponse.ok(answer(kind, written.version()));
        written.released()
                .ifPresent(
                        released ->
                                answer.header(
                                        RecordResource.RECEIPT_HEADER,
                                        RecordResource.receipt(released)));
        return answer;
    }

    private static QuarantineAnswer answer(RecordKind kind, Versioned<?> found) {
        return new QuarantineAnswer(kind.type(), found.name(), found.version(), found.index());
    }
}
