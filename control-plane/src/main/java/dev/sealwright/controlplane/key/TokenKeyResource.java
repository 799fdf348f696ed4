package dev.sealwright.controlplane.key;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.cryptoperiod.Cryptoperiods;
import dev.sealwright.controlplane.idempotency.ActId;
import dev.sealwright.controlplane.keyversion.VersionQuery;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.record.ListAnswer;
import dev.sealwright.controlplane.record.RecordResource;
import dev.sealwright.keyservice.api.TokenAlgorithm;
import dev.sealwright.protocol.MalformedException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.Optional;

/** The keys that sign the service's own JSON Web Tokens, and their life. */
@Controller("/v1/token-keys/{algorithm}")
@On(Listener.PEOPLE)
public class TokenKeyResource {
    private static final String ALGORITHM = "EdDSA or ES256";
    private static final String NUMBER = "Number of the version";

    private final TokenKeys keys;
    private final Cryptoperiods periods;

    TokenKeyResource(TokenKeys keys, Cryptoperiods periods) {
        this.keys = keys;
        this.periods = periods;
    }

    @Get("/versions")
    @Allow(roles = {Role.AUDITOR, Role.ADMIN})
    @Operation(
            operationId = "listTokenKeyVersions",
            summary = "List the keys that sign tokens by this algorithm or did, destroyed ones too")
    public ListAnswer<TokenKeyAnswer> list(
            @Parameter(description = ALGORITHM) String algorithm,
            @QueryValue Optional<Integer> limit,
            @QueryValue Optional<String> cursor) {
        TokenAlgorithm named = named(algorithm);
        return VersionQuery.page(
                keys.all(named),
                TokenKeys.Generation::number,
                limit,
                cursor,
                key -> TokenKeyAnswer.of(named, key, periods));
    }

    @Post("/rotation")
    @Status(HttpStatus.CREATED)
    @Allow(roles = Role.PLATFORM)
    @Operation(
            operationId = "rotateTokenKey",
            summary = "Make the next key, which signs tokens from then on; older ones verify on")
    public HttpResponse<TokenKeyAnswer> rotate(
            @Parameter(description = ALGORITHM) String algorithm,
            @Parameter(hidden = true) Membership membership,
            @Parameter(hidden = true) ActId act) {
        TokenAlgorithm named = named(algorithm);
        LeafOutcome.Released released = keys.rotate(named, act);
        return RecordResource.receipted(
                HttpResponse.created(TokenKeyAnswer.of(named, keys.signing(named), periods)),
                Optional.of(released));
    }

    @Delete("/versions/{version}")
    @Status(HttpStatus.ACCEPTED)
    @Allow(roles = Role.PLATFORM)
    @Operation(
            operationId = "deleteTokenKeyVersion",
            summary = "Schedule the destruction of an older key")
    public HttpResponse<TokenKeyAnswer> delete(
            @Parameter(description = ALGORITHM) String algorithm,
            @Parameter(description = NUMBER) String version,
            @Parameter(description = "How long it waits and may be taken back; a week by default")
                    @QueryValue("destroy_after_seconds")
                    Optional<Long> destroyAfterSeconds) {
        TokenAlgorithm named = named(algorithm);
        long number = VersionQuery.number(version);
        Optional<LeafOutcome.Released> released =
                keys.destroy(keys.require(named, number), VersionQuery.wait(destroyAfterSeconds));
        return RecordResource.receipted(
                HttpResponse.accepted().body(shown(named, number)), released);
    }

    @Post("/versions/{version}/restoration")
    @Status(HttpStatus.OK)
    @Allow(roles = Role.PLATFORM)
    @Operation(
            operationId = "restoreTokenKeyVersion",
            summary = "Take a scheduled destruction of a key back")
    public HttpResponse<TokenKeyAnswer> restore(
            @Parameter(description = ALGORITHM) String algorithm,
            @Parameter(description = NUMBER) String version) {
        TokenAlgorithm named = named(algorithm);
        long number = VersionQuery.number(version);
        Optional<LeafOutcome.Released> released = keys.restore(keys.require(named, number));
        return RecordResource.receipted(HttpResponse.ok(shown(named, number)), released);
    }

    private TokenKeyAnswer shown(TokenAlgorithm algorithm, long number) {
        return TokenKeyAnswer.of(algorithm, keys.require(algorithm, number), periods);
    }

    private static TokenAlgorithm named(String algorithm) {
        try {
            return TokenAlgorithm.of(algorithm);
        } catch (MalformedException e) {
            throw ProblemException.notFound();
        }
    }
}
