package dev.sealwright.controlplane.ceremony;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.record.ListAnswer;
import dev.sealwright.controlplane.record.RecordResource;
import io.micronaut.http.HttpHeaders;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Ceremonies that were held by a signed script. */
@Controller("/v1/ceremonies")
@On(Listener.PEOPLE)
public class CeremonyResource {
    private final Ceremonies ceremonies;

    CeremonyResource(Ceremonies ceremonies) {
        this.ceremonies = ceremonies;
    }

    @Post
    @Status(HttpStatus.CREATED)
    @Allow(roles = Role.PLATFORM)
    @Operation(
            operationId = "submitCeremony",
            summary =
                    "Enter a ceremony's transcript into the log; submitted again it says the same")
    public HttpResponse<CeremonySummary> submit(
            @Parameter(hidden = true) ApiKeyCaller caller, @Body @Valid CeremonyBody body) {
        Ceremonies.Taken taken = ceremonies.take(body, caller.user());
        return HttpResponse.created(CeremonySummary.of(taken.ceremony()))
                .header(HttpHeaders.LOCATION, "/v1/ceremonies/" + taken.ceremony().id())
                .header(RecordResource.RECEIPT_HEADER, RecordResource.receipt(taken.released()));
    }

    @Get
    @Allow(roles = {Role.AUDITOR, Role.PLATFORM})
    @Operation(operationId = "listCeremonies", summary = "List the ceremonies in the log")
    public ListAnswer<CeremonySummary> list(
            @QueryValue Optional<Integer> limit, @QueryValue Optional<String> cursor) {
        int size = ListAnswer.size(limit);
        List<StoredCeremony> found = ceremonies.page(cursor.map(ListAnswer::row), size + 1);
        return ListAnswer.of(
                found, size, CeremonySummary::of, ceremony -> ceremony.id().toString());
    }

    @Get("/{ceremony_id}")
    @Allow(roles = {Role.AUDITOR, Role.PLATFORM})
    @Operation(
            operationId = "getCeremony",
            summary = "A ceremony's script and transcript with all that they are verified by")
    public CeremonyAnswer get(@PathVariable("ceremony_id") UUID id) {
        return ceremonies.find(id).orElseThrow(ProblemException::notFound);
    }
}
