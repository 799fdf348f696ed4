package dev.sealwright.controlplane.health;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import io.micronaut.core.io.ResourceResolver;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.swagger.v3.oas.annotations.Operation;
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
    private final String description;

    DescriptionResource(VerifiedAnchors anchors, ResourceResolver resources) {
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

    @Get("/openapi.yml")
    @Produces("application/yaml")
    @On(Listener.PEOPLE)
    @Allow(Allow.Door.ANYONE)
    @Operation(operationId = "openapi", summary = "This description")
    public String openapi() {
        return description;
    }
}
