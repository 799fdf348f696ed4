package dev.sealwright.controlplane.health;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.log.Epochs;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import io.micronaut.core.io.ResourceResolver;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What a client needs before it can trust or call the service: its anchors and the description of
 * its API.
 */
@Controller
public class DescriptionResource {
    private static final String DESCRIPTION = "classpath:openapi.yml";

    private final VerifiedAnchors anchors;
    private final Epochs epochs;
    private final String description;

    DescriptionResource(VerifiedAnchors anchors, Epochs epochs, ResourceResolver resources) {
        this.epochs = epochs;
        this.anchors = anchors;
        this.description = read(resources);
    }

    private static String read(ResourceResolver resources) {
        try (InputStream in =
                resources
                        .getResourceAsStream(DESCRIPTION)
                        .orElseThrow(() -> new IllegalStateException("no " + DESCRIPTION))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Get("/v1/anchors")
    @Produces("application/cose")
    @On({Listener.PEOPLE, Listener.HOSTS})
    @Allow(Allow.Door.ANYONE)
    @Operation(
            operationId = "anchors",
            summary = "The root-signed anchors document; check it against a pinned root")
    public HttpResponse<byte[]> anchors() {
        return HttpResponse.ok(anchors.document().toArray());
    }

    @Get("/v1/anchors/{version}")
    @Produces("application/cose")
    @On({Listener.PEOPLE, Listener.HOSTS})
    @Allow(Allow.Door.ANYONE)
    @Operation(
            operationId = "anchorsVersion",
            summary =
                    "The anchors document that a closed epoch of the log ended under; the present"
                            + " one names its digest")
    public HttpResponse<byte[]> anchors(
            @Parameter(description = "Of the document, from 1") @PathVariable long version) {
        return epochs.document(version)
                .map(document -> HttpResponse.ok(document.toArray()))
                .orElseThrow(ProblemException::notFound);
    }

    @Get("/openapi.yml")
    @Produces("application/yaml")
    @On(Listener.PEOPLE)
    @Allow(Allow.Door.ANYONE)
    @Operation(operationId = "openapi", summary = "This description")
    public String openapi() {
        return description;
    }
}
