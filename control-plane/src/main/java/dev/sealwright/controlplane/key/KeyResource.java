package dev.sealwright.controlplane.key;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.record.ListAnswer;
import dev.sealwright.keyservice.api.KeyService;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;

/** The key inventory, read from the token at each request by one enumeration. */
@Controller("/v1/keys")
@On(Listener.PEOPLE)
@Allow(roles = {Role.AUDITOR, Role.ADMIN})
public class KeyResource {
    private final KeyService keyService;
    private final KeyLives lives;

    KeyResource(KeyService keyService, KeyLives lives) {
        this.keyService = keyService;
        this.lives = lives;
    }

    @Get
    @Operation(operationId = "listKeys", summary = "The keys that the service uses on its token")
    public ListAnswer<KeyAnswer> list() {
        return new ListAnswer<>(KeyAnswer.of(keyService.describeKeys(), lives), null);
    }

    @Get("/{label}")
    @Operation(operationId = "getKey", summary = "One key, by its label")
    public KeyAnswer get(@Parameter(description = "Of the key") String label) {
        return KeyAnswer.of(keyService.describeKeys(), lives).stream()
                .filter(key -> key.label().equals(label))
                .findFirst()
                .orElseThrow(ProblemException::notFound);
    }
}
