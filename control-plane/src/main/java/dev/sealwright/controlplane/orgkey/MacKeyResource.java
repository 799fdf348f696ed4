package dev.sealwright.controlplane.orgkey;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.cryptoperiod.Cryptoperiods;
import dev.sealwright.controlplane.idempotency.ActId;
import dev.sealwright.controlplane.keyversion.VersionQuery;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.problem.QueryFlag;
import dev.sealwright.controlplane.record.ListAnswer;
import dev.sealwright.controlplane.record.Precondition;
import dev.sealwright.controlplane.record.RecordResource;
import dev.sealwright.protocol.leaf.Leaf;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.Optional;

/**
 * The service's own key under which API keys and kept answers stand, and the life of its versions.
 */
@Controller("/v1/mac-key")
@On(Listener.PEOPLE)
public class MacKeyResource {
    private static final String NUMBER = "Number of the version";
    private static final String FORCE =
            "`true`: end what stands under the version with it, whose API keys are refused then";

    private final LoggedOrgKeys keys;
    private final OrgKeyRotation rotation;
    private final OrgKeyVersions versions;
    private final MacUse use;
    private final Cryptoperiods periods;
    private final Log log;

    MacKeyResource(
            LoggedOrgKeys keys,
            OrgKeyRotation rotation,
            OrgKeyVersions versions,
            MacUse use,
            Cryptoperiods periods,
            Log log) {
        this.keys = keys;
        this.rotation = rotation;
        this.versions = versions;
        this.use = use;
        this.periods = periods;
        this.log = log;
    }

    @Get("/versions")
    @Allow(roles = {Role.AUDITOR, Role.ADMIN})
    @Operation(
            operationId = "listMacKeyVersions",
            summary = "List the versions of the key that API keys stand under, and how many do")
    public ListAnswer<MacKeyAnswer> list(
            @QueryValue Optional<Integer> limit, @QueryValue Optional<String> cursor) {
        LoggedOrgKey key = keys.mac();
        MacUse.Standing standing = use.standing();
        Instant begun = log.begun();
        return VersionQuery.page(
                key.versions(),
                LoggedOrgKey.Version::number,
                limit,
                cursor,
                version -> MacKeyAnswer.of(version, key, begun, standing, periods));
    }

    @Post("/rotation")
    @Status(HttpStatus.CREATED)
    @Allow(roles = Role.PLATFORM)
    @Operation(
            operationId = "rotateMacKey",
            summary = "Make the next version; API keys move to it as they are used")
    public HttpResponse<MacKeyAnswer> rotate(
            @Parameter(hidden = true) Membership membership, @Parameter(hidden = true) ActId act) {
        LeafOutcome.Released released = rotation.nextMac(act);
        return RecordResource.receipted(
                HttpResponse.created(shown(keys.mac().latest())), Optional.of(released));
    }

    @Get("/versions/{version}")
    @Allow(roles = {Role.AUDITOR, Role.ADMIN})
    @Operation(
            operationId = "getMacKeyVersion",
            summary = "One version of the key that API keys stand under")
    public HttpResponse<MacKeyAnswer> one(@Parameter(description = NUMBER) String version) {
        return tagged(HttpResponse.ok(), VersionQuery.number(version));
    }

    @Put("/versions/{version}")
    @Allow(roles = Role.PLATFORM)
    @Operation(
            operationId = "putMacKeyVersion",
            summary = "Switch an older version off, when nothing stands under it, or on again")
    public HttpResponse<MacKeyAnswer> put(
            @Parameter(description = NUMBER) String version,
            @Parameter(description = FORCE) @QueryValue Optional<String> force,
            @Body @Valid OrgKeyVersionBody body,
            HttpRequest<?> request) {
        boolean forced = QueryFlag.of("force", force);
        long number = required(version, request);
        Optional<LeafOutcome.Released> released =
                versions.enable(
                        Leaf.NO_ORG, number, body.enabled(), () -> use.requireNone(number, forced));
        return RecordResource.receipted(tagged(HttpResponse.ok(), number), released);
    }

    @Delete("/versions/{version}")
    @Status(HttpStatus.ACCEPTED)
    @Allow(roles = Role.PLATFORM)
    @Operation(
            operationId = "deleteMacKeyVersion",
            summary = "Schedule the destruction of an older version, when nothing stands under it")
    public HttpResponse<MacKeyAnswer> delete(
            @Parameter(description = NUMBER) String version,
            @Parameter(description = "How long it waits and may be taken back; a week by default")
                    @QueryValue("destroy_after_seconds")
                    Optional<Long> destroyAfterSeconds,
            @Parameter(description = FORCE) @QueryValue Optional<String> force,
            HttpRequest<?> request) {
        boolean forced = QueryFlag.of("force", force);
        long number = required(version, request);
        Optional<LeafOutcome.Released> released =
                versions.destroy(
                        Leaf.NO_ORG,
                        number,
                        VersionQuery.wait(destroyAfterSeconds),
                        () -> use.requireNone(number, forced));
        return RecordResource.receipted(tagged(HttpResponse.accepted(), number), released);
    }

    @Post("/versions/{version}/restoration")
    @Status(HttpStatus.OK)
    @Allow(roles = Role.PLATFORM)
    @Operation(
            operationId = "restoreMacKeyVersion",
            summary = "Take a scheduled destruction of a version back")
    public HttpResponse<MacKeyAnswer> restore(@Parameter(description = NUMBER) String version) {
        long number = VersionQuery.number(version);
        Optional<LeafOutcome.Released> released = versions.restore(Leaf.NO_ORG, number);
        return RecordResource.receipted(tagged(HttpResponse.ok(), number), released);
    }

    /** The number, if the version is as the request takes it to be. */
    private long required(String version, HttpRequest<?> request) {
        long number = VersionQuery.number(version);
        Precondition.of(request).require(Optional.of(shown(number).etag()));
        return number;
    }

    private MutableHttpResponse<MacKeyAnswer> tagged(MutableHttpResponse<?> answer, long number) {
        MacKeyAnswer body = shown(number);
        return answer.body(body).header(HttpHeaders.ETAG, body.etag());
    }

    private MacKeyAnswer shown(long number) {
        return MacKeyAnswer.of(
                versions.require(Leaf.NO_ORG, number),
                keys.mac(),
                log.begun(),
                use.standing(),
                periods);
    }
}
