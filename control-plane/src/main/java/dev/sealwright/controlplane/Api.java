package dev.sealwright.controlplane;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;

/** What the API description says of the API as a whole. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Sealwright",
                        version = "1",
                        description =
                                "Hardware-rooted key service and host-enrolment control plane."
                                        + " Errors are RFC 9457 problem documents."),
        security = @SecurityRequirement(name = "api-key"))
@SecurityScheme(
        name = "api-key",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        description = "An API key: sw_ and 43 characters of base64url")
final class Api {
    private Api() {}
}
