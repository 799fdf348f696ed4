package dev.sealwright.controlplane.health;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

/**
 * Up, ready, measured. None of it says anything about which build runs here: the attestation report
 * does.
 */
@Controller
public class HealthResource {
    private final Readiness readiness;
    private final PrometheusMeterRegistry metrics;

    HealthResource(Readiness readiness, PrometheusMeterRegistry metrics) {
        this.readiness = readiness;
        this.metrics = metrics;
    }

    @Get("/health")
    @On({Listener.PEOPLE, Listener.HOSTS})
    @Allow(Allow.Door.ANYONE)
    @Operation(operationId = "health", summary = "Whether the process answers")
    public Health health() {
        return new Health("up");
    }

    /** Only ever {@code up}: a process that is down says nothing. */
    @Serdeable
    @Schema(name = "Health")
    public record Health(String status) {}

    @Get("/ready")
    @On({Listener.PEOPLE, Listener.HOSTS})
    @Allow(Allow.Door.ANYONE)
    @ApiResponse(
            responseCode = "503",
            description = "Something does not work; the checks say what.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ReadinessReport.class)))
    @Operation(operationId = "ready", summary = "Whether database, log and HSM do their part")
    public HttpResponse<ReadinessReport> ready() {
        ReadinessReport report = readiness.report();
        return report.ready()
                ? HttpResponse.ok(report)
                : HttpResponse.<ReadinessReport>status(HttpStatus.SERVICE_UNAVAILABLE)
                        .header("Retry-After", "5")
                        .body(report);
    }

    @Get("/metrics")
    @Produces(MediaType.TEXT_PLAIN)
    @On(Listener.PEOPLE)
    @Allow(roles = {Role.ADMIN, Role.AUDITOR})
    @Operation(operationId = "metrics", summary = "Measurements in the Prometheus text format")
    public String metrics() {
        return metrics.scrape();
    }
}
