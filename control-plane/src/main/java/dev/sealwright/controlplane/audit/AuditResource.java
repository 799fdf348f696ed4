package dev.sealwright.controlplane.audit;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.listener.Preference;
import dev.sealwright.controlplane.log.AnchorsInForce;
import dev.sealwright.controlplane.log.AuditQuery;
import dev.sealwright.controlplane.log.Integrity;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.log.SignedHead;
import dev.sealwright.controlplane.log.TileStore;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.problem.QueryFlag;
import dev.sealwright.controlplane.record.ListAnswer;
import dev.sealwright.protocol.Bytes;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.json.JsonMapper;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The log as auditors read it. */
@Controller("/audit")
@On(Listener.PEOPLE)
public class AuditResource {
    private static final String LINES = "application/jsonl";
    private static final MediaType LINES_TYPE = new MediaType(LINES);

    private final AuditEntries entries;
    private final Log log;
    private final TileStore tiles;
    private final Integrity integrity;
    private final AnchorsInForce anchors;
    private final JsonMapper json;

    AuditResource(
            AuditEntries entries,
            Log log,
            TileStore tiles,
            Integrity integrity,
            AnchorsInForce anchors,
            JsonMapper json) {
        this.entries = entries;
        this.log = log;
        this.tiles = tiles;
        this.integrity = integrity;
        this.anchors = anchors;
        this.json = json;
    }

    @Get("/entries")
    @Allow(roles = {Role.AUDITOR, Role.ADMIN})
    @Operation(
            operationId = "listAuditEntries",
            summary =
                    "Entries of an organisation, or of all with a role in the platform, oldest or newest first")
    public ListAnswer<AuditEntry> entries(
            @Parameter(hidden = true) Membership membership,
            @QueryValue Optional<String> org,
            @Parameter(description = "Type of the leaf; for events, what happened") @QueryValue
                    Optional<String> kind,
            @Parameter(
                            description =
                                    "Whose request made it, as the service says: `user:ORG/NAME` or"
                                            + " `host:ID`")
                    @QueryValue
                    Optional<String> actor,
            @Parameter(description = "Not before this time") @QueryValue Optional<Instant> since,
            @Parameter(description = "Before this time") @QueryValue Optional<Instant> until,
            @Parameter(description = "oldest, the default, or newest: which comes first")
                    @QueryValue
                    Optional<String> order,
            @QueryValue Optional<Integer> limit,
            @QueryValue Optional<Long> cursor) {
        if (org.isEmpty() && !membership.hasAny(Set.of(Role.AUDITOR))) {
            throw ProblemException.forbidden(
                    "Entries of all organisations take AUDITOR or PLATFORM; name an org.");
        }
        int size = ListAnswer.size(limit);
        Optional<Bytes> tag = org.map(name -> membership.org().tag());
        AuditQuery query =
                new AuditQuery(
                        tag, kind, actor, since, until, cursor, newestFirst(order), size + 1);
        return ListAnswer.of(
                entries.find(query),
                size,
                AuditEntry::of,
                last -> Long.toString(last.entry().index()));
    }

    private static boolean newestFirst(Optional<String> order) {
        return switch (order.orElse("oldest")) {
            case "oldest" -> false;
            case "newest" -> true;
            default -> throw ProblemException.invalid("order", "order is oldest or newest");
        };
    }

    @Get("/checkpoint")
    @Produces(MediaType.TEXT_PLAIN)
    @Allow(Allow.Door.ANYONE)
    @Operation(
            operationId = "auditCheckpoint",
            summary = "The last signed checkpoint, a signed note")
    public HttpResponse<String> checkpoint() {
        SignedHead head = tiles.checkpoint().orElseThrow(ProblemException::notFound);
        return HttpResponse.ok(head.note().encode()).header(HttpHeaders.CACHE_CONTROL, "no-cache");
    }

    @Get("/proof")
    @Produces(MediaType.TEXT_PLAIN)
    @Allow(Allow.Door.ANYONE)
    @ApiResponse(
            responseCode = "404",
            description = "The log is not that long, or not so far cosigned.")
    @Operation(
            operationId = "auditProof",
            summary = "Proof that the leaf at an index is in the log")
    public String proof(
            @Parameter(description = "Of the leaf, from 0") @QueryValue long index,
            @Parameter(description = LogResource.WITNESSES) @QueryValue Optional<Integer> witnesses,
            @Parameter(
                            description =
                                    "With post-quantum signatures, too, where voters have such keys;"
                                            + " they make it many times as large",
                            schema = @Schema(type = "boolean"))
                    @QueryValue("post_quantum")
                    Optional<String> postQuantum) {
        boolean whole = QueryFlag.of("post_quantum", postQuantum);
        LeafOutcome.Released small =
                log.at(index, LogResource.atLeast(witnesses))
                        .orElseThrow(ProblemException::notFound);
        return (whole ? log.whole(small) : small).receipt().text();
    }

    @Get("/integrity")
    @Allow(roles = {Role.AUDITOR})
    @Produces({MediaType.APPLICATION_JSON, LINES})
    @Operation(
            operationId = "auditIntegrity",
            summary = "Recompute the whole log and compare all that is stored")
    @ApiResponse(
            responseCode = "200",
            description =
                    "As it stands. As JSON lines, how far the check is comes once a second, and the"
                            + " report in the last line; without that line the check failed.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = IntegrityAnswer.class)),
                @Content(mediaType = LINES, schema = @Schema(implementation = IntegrityLine.class))
            })
    public HttpResponse<?> integrity(
            @Parameter(hidden = true) Membership membership, HttpRequest<?> request) {
        return Preference.is(LINES_TYPE, request)
                ? HttpResponse.ok(IntegrityStream.of(integrity, json))
                        .contentType(LINES_TYPE)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                : HttpResponse.ok(IntegrityAnswer.of(integrity.check()));
    }

    @Get("/signing-key")
    @Allow(Allow.Door.ANYONE)
    @Operation(
            operationId = "auditSigningKey",
            summary = "The keys whose signatures make a checkpoint")
    public SigningKeyAnswer signingKey() {
        return SigningKeyAnswer.of(anchors.current());
    }
}
