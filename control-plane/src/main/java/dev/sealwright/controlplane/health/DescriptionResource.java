package dev.sealwright.controlplane.health;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import io.micronaut.core.io.ResourceResolver;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.swagger.v3.oas.annotations.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The description of the API. */
@Controller
public class DescriptionResource {
    private static final String DESCRIPTION = "classpath:openapi.yml";

    private final String description;

    DescriptionResource(ResourceResolver resources) {
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

    @Get("/openapi.yml")
    @Produces("application/yaml")
    @On(Listener.PEOPLE)
    @Allow(Allow.Door.ANYONE)
    @Operation(operationId = "openapi", summary = "This description")
    public String openapi() {
        return description;
    }
}
