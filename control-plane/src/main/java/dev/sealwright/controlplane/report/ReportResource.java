package dev.sealwright.controlplane.report;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Org;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.problem.ProblemKind;
import dev.sealwright.controlplane.record.ListAnswer;
import dev.sealwright.controlplane.record.RecordResource;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Leaf;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Compliance reports, about one organisation or about the whole service. */
@Controller
@On(Listener.PEOPLE)
public class ReportResource {
    private final Reports reports;
    private final Software software;

    ReportResource(Reports reports, Software software) {
        this.reports = reports;
        this.software = software;
    }

    @Post("/v1/reports")
    @Status(HttpStatus.CREATED)
    @Allow(roles = {Role.AUDITOR, Role.ADMIN})
    @Operation(
            operationId = "createReport",
            summary = "Make a report about an organisation, or about the whole service")
    public HttpResponse<ReportSummary> create(
            @QueryValue Optional<String> org,
            @Parameter(hidden = true) Membership membership,
            @Parameter(hidden = true) ApiKeyCaller caller,
            @Body @Valid ReportOrder order) {
        Optional<Org> subject = subject(org, membership);
        Reports.Made made = reports.make(subject, order.nonceBytes(), caller.user());
        return HttpResponse.created(ReportSummary.of(made.report()))
                .header(HttpHeaders.LOCATION, "/v1/reports/" + made.report().id())
                .header(RecordResource.RECEIPT_HEADER, RecordResource.receipt(made.released()));
    }

    @Get("/v1/reports")
    @Allow(roles = {Role.AUDITOR, Role.ADMIN})
    @Operation(operationId = "listReports", summary = "List the reports that were made")
    public ListAnswer<ReportSummary> list(
            @QueryValue Optional<String> org,
            @Parameter(hidden = true) Membership membership,
            @QueryValue Optional<Integer> limit,
            @QueryValue Optional<String> cursor) {
        int size = ListAnswer.size(limit);
        List<Report> found =
                reports.page(tag(org, membership), cursor.map(ListAnswer::row), size + 1);
        return ListAnswer.of(found, size, ReportSummary::of, report -> report.id().toString());
    }

    @Get("/v1/reports/{report_id}")
    @Produces("application/cbor")
    @Allow(roles = {Role.AUDITOR, Role.ADMIN})
    @Operation(
            operationId = "getReport",
            summary = "The report's file, with its proofs under the newest checkpoint")
    public HttpResponse<byte[]> get(
            @PathVariable("report_id") UUID id,
            @QueryValue Optional<String> org,
            @Parameter(hidden = true) Membership membership) {
        Report report =
                reports.find(tag(org, membership), id).orElseThrow(ProblemException::notFound);
        return reports.file(report)
                .map(file -> HttpResponse.ok(file.encode().toArray()))
                .orElseThrow(
                        () ->
                                ProblemException.retryLater(
                                        ProblemKind.LOG_UNAVAILABLE,
                                        "The report's leaf is not signed yet.",
                                        2));
    }

    @Get("/sbom.json")
    @Produces(MediaType.APPLICATION_JSON)
    @Allow(roles = {Role.AUDITOR, Role.ADMIN})
    @Operation(
            operationId = "sbom",
            summary = "The CycloneDX list of this build's components, whose digest reports give")
    public HttpResponse<byte[]> components() {
        return software.components()
                .map(document -> HttpResponse.ok(document.toArray()))
                .orElseThrow(ProblemException::notFound);
    }

    private static Bytes tag(Optional<String> org, Membership membership) {
        return subject(org, membership).map(Org::tag).orElse(Leaf.NO_ORG);
    }

    /** Reports about the whole service tell of every organisation. */
    private static Optional<Org> subject(Optional<String> org, Membership membership) {
        if (org.isEmpty() && !membership.hasAny(Set.of(Role.AUDITOR))) {
            throw ProblemException.forbidden(
                    "A report about the whole service takes AUDITOR or PLATFORM; name an org.");
        }
        return org.map(_ -> membership.org());
    }
}
