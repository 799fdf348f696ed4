package dev.sealwright.controlplane.trust;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.log.AnchorsChanges;
import dev.sealwright.controlplane.log.AnchorsInForce;
import dev.sealwright.controlplane.log.Epochs;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.epoch.AnchorsChange;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.json.JsonMapper;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The anchors: what a client needs before it can trust the service. They are replaced by a document
 * that the root signed and operators approved, never by the service.
 */
@Controller("/v1/anchors")
public class AnchorsResource {
    private final AnchorsInForce anchors;
    private final AnchorsChanges changes;
    private final Epochs epochs;
    private final JsonMapper json;

    AnchorsResource(
            AnchorsInForce anchors, AnchorsChanges changes, Epochs epochs, JsonMapper json) {
        this.anchors = anchors;
        this.changes = changes;
        this.epochs = epochs;
        this.json = json;
    }

    @Get
    @Produces("application/cose")
    @On({Listener.PEOPLE, Listener.HOSTS})
    @Allow(Allow.Door.ANYONE)
    @Operation(
            operationId = "anchors",
            summary = "The root-signed anchors document; check it against a pinned root")
    public HttpResponse<byte[]> anchors() {
        return HttpResponse.ok(anchors.current().document().toArray());
    }

    @Get("/{version}")
    @Produces("application/cose")
    @On({Listener.PEOPLE, Listener.HOSTS})
    @Allow(Allow.Door.ANYONE)
    @Operation(
            operationId = "anchorsVersion",
            summary =
                    "An anchors document that was in force in this epoch of the log, or that a"
                            + " closed one ended under; newer ones name its digest")
    public HttpResponse<byte[]> anchors(
            @Parameter(description = "Of the document, from 1") @PathVariable long version) {
        return epochs.document(version)
                .map(document -> HttpResponse.ok(document.toArray()))
                .orElseThrow(ProblemException::notFound);
    }

    @Get("/{version}/succession")
    @On({Listener.PEOPLE, Listener.HOSTS})
    @Allow(Allow.Door.ANYONE)
    @ApiResponse(
            responseCode = "404",
            description = "These are the first anchors of an epoch, or none.")
    @Operation(
            operationId = "anchorsSuccession",
            summary = "Proof that these anchors took the place of others within their epoch")
    public SuccessionAnswer succession(
            @Parameter(description = "Of the newer document") @PathVariable long version) {
        return changes.succession(version)
                .map(SuccessionAnswer::of)
                .orElseThrow(ProblemException::notFound);
    }

    @Post
    @On(Listener.PEOPLE)
    @Allow(roles = Role.PLATFORM)
    @ApiResponse(
            responseCode = "409",
            description = "They may not follow the present ones, or too few operators approve.")
    @Operation(
            operationId = "replaceAnchors",
            summary = "Put anchors in force that the root signed and operators approved")
    public AnchorsChangeAnswer replace(
            @Body @Valid AnchorsChangeBody body, @Parameter(hidden = true) ApiKeyCaller caller) {
        AnchorsChange change = body.change();
        try {
            long index = changes.make(change, detail(caller));
            return new AnchorsChangeAnswer(anchors.newest().content().version(), index);
        } catch (VerificationException e) {
            throw refused(String.valueOf(e.getMessage()));
        } catch (KeyServiceRefusedException e) {
            throw e.code() == RefusalCode.ANCHORS ? refused(e.detail()) : e;
        }
    }

    private static ProblemException refused(String why) {
        return ProblemException.conflict(
                "These anchors are not put in force: " + why + ". Nothing changed.");
    }

    private Bytes detail(ApiKeyCaller caller) {
        try {
            return Bytes.of(json.writeValueAsBytes(Map.of("by", caller.user())));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
    }
}
