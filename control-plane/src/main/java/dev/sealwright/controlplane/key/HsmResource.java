package dev.sealwright.controlplane.key;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.keyservice.api.KeyService;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.swagger.v3.oas.annotations.Operation;

/** What the service's keys are kept by, as the key service found it at its start. */
@Controller("/v1/hsm")
@On(Listener.PEOPLE)
@Allow(roles = {Role.AUDITOR, Role.ADMIN})
public class HsmResource {
    private final KeyService keyService;

    HsmResource(KeyService keyService) {
        this.keyService = keyService;
    }

    @Get
    @Operation(operationId = "describeHsm", summary = "What keeps the keys, and what it can do")
    public HsmAnswer describe() {
        return HsmAnswer.of(keyService.describeToken());
    }
}
