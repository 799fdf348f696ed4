package dev.sealwright.controlplane.key;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.idempotency.ActId;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.record.RecordResource;
import dev.sealwright.controlplane.record.ResourceName;
import dev.sealwright.protocol.Bytes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;
import java.util.Optional;

/** The only door through which a client key signs. */
@Controller("/v1/orgs/{org}/keys/{name}/signatures")
@On(Listener.PEOPLE)
public class SignatureResource {
    private final ClientKeys keys;
    private final SignRight right;
    private final Signing signing;

    SignatureResource(ClientKeys keys, SignRight right, Signing signing) {
        this.keys = keys;
        this.right = right;
        this.signing = signing;
    }

    @Post
    @Allow(roles = {Role.AGENT, Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(
            operationId = "signWithClientKey",
            summary = "Sign a message; takes a role binding that names the key")
    public HttpResponse<SignatureAnswer> sign(
            String org,
            @Parameter(hidden = true) Membership membership,
            @Parameter(hidden = true) ApiKeyCaller caller,
            String name,
            @Parameter(hidden = true) ActId act,
            @Body @Valid SignatureBody body,
            HttpRequest<?> request) {
        ResourceName.require(name, "name");
        Bytes detail = right.require(caller, membership.org(), name);
        Signing.Signed signed =
                signing.sign(
                        new Signing.Question(
                                keys.require(membership.org().tag(), name), body, detail),
                        Optional.of(act).filter(_ -> ActId.isRepeatable(request)));
        return HttpResponse.ok(signed.answer())
                .header(RecordResource.RECEIPT_HEADER, RecordResource.receipt(signed.released()));
    }
}
