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
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.record.ListAnswer;
import dev.sealwright.controlplane.record.Precondition;
import dev.sealwright.controlplane.record.RecordResource;
import dev.sealwright.protocol.Bytes;
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
import java.util.List;
import java.util.Optional;

/** The key under which an organisation's secrets are sealed, and the life of its versions. */
@Controller("/v1/orgs/{org}/encryption-key")
@On(Listener.PEOPLE)
public class OrgKeyResource {
    private final LoggedOrgKeys keys;
    private final OrgKeyRotation rotation;
    private final OrgKeyVersions versions;
    private final KeyUse use;
    private final SealingKeys sealing;
    private final Cryptoperiods periods;

    OrgKeyResource(
            LoggedOrgKeys keys,
            OrgKeyRotation rotation,
            OrgKeyVersions versions,
            KeyUse use,
            SealingKeys sealing,
            Cryptoperiods periods) {
        this.keys = keys;
        this.rotation = rotation;
        this.versions = versions;
        this.use = use;
        this.sealing = sealing;
        this.periods = periods;
    }

    @Get
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(
            operationId = "getEncryptionKey",
            summary = "The key under which the organisation's secrets are sealed")
    public OrgKeyAnswer get(String org, @Parameter(hidden = true) Membership membership) {
        return shown(membership.org().tag());
    }

    private OrgKeyAnswer shown(Bytes tag) {
        return OrgKeyAnswer.of(
                keys.find(tag), sealing.activated(tag), sealing.warning(tag), use.progress(tag));
    }

    @Post("/rotation")
    @Status(HttpStatus.CREATED)
    @Allow(roles = Role.ADMIN)
    @Operation(
            operationId = "rotateEncryptionKey",
            summary =
                    "Make the next version, which seals from then on; what others sealed is moved to it")
    public HttpResponse<OrgKeyAnswer> rotate(
            String org,
            @Parameter(hidden = true) Membership membership,
            @Parameter(hidden = true) ActId act) {
        Bytes tag = membership.org().tag();
        LeafOutcome.Released released = rotation.next(tag, act);
        return RecordResource.receipted(HttpResponse.created(shown(tag)), Optional.of(released));
    }

    @Get("/versions")
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(
            operationId = "listEncryptionKeyVersions",
            summary = "List the versions of the organisation's key, destroyed ones too")
    public ListAnswer<OrgKeyVersionAnswer> list(
            String org,
            @Parameter(hidden = true) Membership membership,
            @QueryValue Optional<Integer> limit,
            @QueryValue Optional<String> cursor) {
        Bytes tag = membership.org().tag();
        LoggedOrgKey key = keys.find(tag);
        Optional<Instant> firstSealed = use.firstSealed(tag);
        List<LoggedOrgKey.Version> made =
                key.versions().stream()
                        .filter(version -> firstSealed.isPresent() || version.origin().isPresent())
                        .toList();
        return VersionQuery.page(
                made,
                LoggedOrgKey.Version::number,
                limit,
                cursor,
                version -> OrgKeyVersionAnswer.of(version, key, firstSealed, periods));
    }

    @Get("/versions/{version}")
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(
            operationId = "getEncryptionKeyVersion",
            summary = "One version of the organisation's key")
    public HttpResponse<OrgKeyVersionAnswer> one(
            String org,
            @Parameter(hidden = true) Membership membership,
            @Parameter(description = "Number of the version") String version) {
        return tagged(HttpResponse.ok(), membership.org().tag(), VersionQuery.number(version));
    }

    @Put("/versions/{version}")
    @Allow(roles = Role.ADMIN)
    @Operation(
            operationId = "putEncryptionKeyVersion",
            summary = "Switch an older version off, when nothing needs it any more, or on again")
    public HttpResponse<OrgKeyVersionAnswer> put(
            String org,
            @Parameter(hidden = true) Membership membership,
            @Parameter(description = "Number of the version") String version,
            @Body @Valid OrgKeyVersionBody body,
            HttpRequest<?> request) {
        Bytes tag = membership.org().tag();
        long number = required(tag, version, request);
        Optional<LeafOutcome.Released> released =
                versions.enable(tag, number, body.enabled(), () -> requireUnused(tag, number));
        return RecordResource.receipted(tagged(HttpResponse.ok(), tag, number), released);
    }

    @Delete("/versions/{version}")
    @Status(HttpStatus.ACCEPTED)
    @Allow(roles = Role.ADMIN)
    @Operation(
            operationId = "deleteEncryptionKeyVersion",
            summary = "Schedule the destruction of an older version that nothing needs any more")
    public HttpResponse<OrgKeyVersionAnswer> delete(
            String org,
            @Parameter(hidden = true) Membership membership,
            @Parameter(description = "Number of the version") String version,
            @Parameter(description = "How long it waits and may be taken back; a week by default")
                    @QueryValue("destroy_after_seconds")
                    Optional<Long> destroyAfterSeconds,
            HttpRequest<?> request) {
        Bytes tag = membership.org().tag();
        long number = required(tag, version, request);
        Optional<LeafOutcome.Released> released =
                versions.destroy(
                        tag,
                        number,
                        VersionQuery.wait(destroyAfterSeconds),
                        () -> requireUnused(tag, number));
        return RecordResource.receipted(tagged(HttpResponse.accepted(), tag, number), released);
    }

    @Post("/versions/{version}/restoration")
    @Allow(roles = Role.ADMIN)
    @Operation(
            operationId = "restoreEncryptionKeyVersion",
            summary = "Take a scheduled destruction of a version back")
    public HttpResponse<OrgKeyVersionAnswer> restore(
            String org,
            @Parameter(hidden = true) Membership membership,
            @Parameter(description = "Number of the version") String version) {
        Bytes tag = membership.org().tag();
        long number = VersionQuery.number(version);
        Optional<LeafOutcome.Released> released = versions.restore(tag, number);
        return RecordResource.receipted(tagged(HttpResponse.ok(), tag, number), released);
    }

    private void requireUnused(Bytes tag, long number) {
        List<String> needing = use.needing(tag, number);
        if (!needing.isEmpty()) {
            throw ProblemException.conflict("Still needed by: " + String.join(", ", needing));
        }
    }

    private OrgKeyVersionAnswer shown(Bytes tag, long number) {
        return OrgKeyVersionAnswer.of(
                versions.require(tag, number), keys.find(tag), use.firstSealed(tag), periods);
    }

    /** The number, if the version is as the request takes it to be. */
    private long required(Bytes tag, String version, HttpRequest<?> request) {
        long number = VersionQuery.number(version);
        Precondition.of(request).require(Optional.of(shown(tag, number).etag()));
        return number;
    }

    private MutableHttpResponse<OrgKeyVersionAnswer> tagged(
            MutableHttpResponse<?> answer, Bytes tag, long number) {
        OrgKeyVersionAnswer body = shown(tag, number);
        return answer.body(body).header(HttpHeaders.ETAG, body.etag());
    }
}
