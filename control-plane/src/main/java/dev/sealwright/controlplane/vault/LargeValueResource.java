package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.idempotency.ActId;
import dev.sealwright.controlplane.idempotency.ContentDigest;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.problem.LargeBody;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Takes a value as the body of a request, sealed while it arrives. The description has it as a
 * second media type of {@link SecretVersionResource#add}.
 */
@Controller("/v1/orgs/{org}/secrets/{name}")
@On(Listener.PEOPLE)
public class LargeValueResource {
    private final Secrets secrets;
    private final Sealing sealing;

    LargeValueResource(Secrets secrets, Sealing sealing) {
        this.secrets = secrets;
        this.sealing = sealing;
    }

    @Post("/versions")
    @LargeBody
    @Hidden
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN})
    public HttpResponse<SecretVersionAnswer> add(
            String org,
            Membership membership,
            String name,
            ActId act,
            HttpRequest<?> request,
            @Body InputStream value) {
        try (value) {
            ReservedNames.refuse(name);
            ContentStore.requireSize(request.getContentLength());
            Secret secret = secrets.require(membership.org().tag(), name);
            InputStream checked =
                    ContentDigest.of(request).map(digest -> digest.checked(value)).orElse(value);
            return SecretVersionResource.created(sealing.add(secret, act, checked));
        } catch (IOException e) {
            throw new UncheckedIOException("the rest of a body cannot be left out", e);
        }
    }
}
