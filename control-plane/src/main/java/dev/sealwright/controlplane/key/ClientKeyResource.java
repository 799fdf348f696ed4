package dev.sealwright.controlplane.key;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.idempotency.ActId;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.record.ListAnswer;
import dev.sealwright.controlplane.record.Precondition;
import dev.sealwright.controlplane.record.RecordResource;
import dev.sealwright.controlplane.record.RecordWriter;
import dev.sealwright.controlplane.record.RecordWriter.Place;
import dev.sealwright.controlplane.record.RecordWriter.Written;
import dev.sealwright.controlplane.record.Records;
import dev.sealwright.controlplane.record.ResourceName;
import dev.sealwright.controlplane.record.Versioned;
import dev.sealwright.controlplane.storage.Ids;
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
import java.util.Optional;
import java.util.UUID;

/** The keys that an organisation signs with, and their life. */
@Controller("/v1/orgs/{org}/keys")
@On(Listener.PEOPLE)
public class ClientKeyResource {
    private final RecordResource<KeyDocument, ClientKeyAnswer> resource;
    private final RecordWriter writer;
    private final ClientKeys keys;
    private final KeyMaking making;
    private final Ids ids;

    ClientKeyResource(
            Records records, RecordWriter writer, ClientKeys keys, KeyMaking making, Ids ids) {
        this.resource = new RecordResource<>(records, writer, KeyDocument.TYPE, keys::shown);
        this.writer = writer;
        this.keys = keys;
        this.making = making;
        this.ids = ids;
    }

    @Get
    @Allow(roles = {Role.AGENT, Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(operationId = "listClientKeys", summary = "List the keys of an organisation")
    public ListAnswer<ClientKeyAnswer> list(
            String org,
            @Parameter(hidden = true) Membership membership,
            @QueryValue Optional<Integer> limit,
            @QueryValue Optional<String> cursor) {
        return resource.list(membership.org().tag(), limit, cursor);
    }

    @Get("/{name}")
    @Allow(roles = {Role.AGENT, Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(operationId = "getClientKey", summary = "One key of an organisation")
    public HttpResponse<ClientKeyAnswer> get(
            String org, @Parameter(hidden = true) Membership membership, String name) {
        return resource.get(membership.org().tag(), name);
    }

    @Put("/{name}")
    @Allow(roles = Role.ADMIN)
    @Operation(
            operationId = "putClientKey",
            summary = "Create a key, or replace its description, switch and times")
    public HttpResponse<ClientKeyAnswer> put(
            String org,
            @Parameter(hidden = true) Membership membership,
            String name,
            @Body @Valid ClientKeyBody body,
            HttpRequest<?> request) {
        ResourceName.require(name, "name");
        Bytes tag = membership.org().tag();
        Optional<Versioned<KeyDocument>> before = keys.find(tag, name);
        before.ifPresent(key -> requireChangeable(key, body));
        UUID id = before.map(key -> key.value().key()).orElseGet(ids::next);
        Written<KeyDocument> written =
                writer.put(
                        KeyDocument.TYPE,
                        Place.in(tag, name),
                        body.stored(id),
                        Precondition.of(request));
        keys.settle(written.version());
        return resource.answer(written);
    }

    private void requireChangeable(Versioned<KeyDocument> key, ClientKeyBody body) {
        if (!key.value().algorithm().equals(body.algorithm())) {
            throw ProblemException.conflict(
                    "The algorithm of a key never changes. Make another key.");
        }
        keys.logged(key)
                .flatMap(LoggedKey::destruction)
                .ifPresent(
                        end -> {
                            throw ProblemException.conflict(
                                    "The key is destroyed at "
                                            + end.due()
                                            + ". Restore it first, or take another name.");
                        });
    }

    @Delete("/{name}")
    @Status(HttpStatus.ACCEPTED)
    @Allow(roles = Role.ADMIN)
    @Operation(
            operationId = "deleteClientKey",
            summary = "Schedule a key's destruction; 204 when there is no key by that name")
    public HttpResponse<ClientKeyAnswer> delete(
            String org,
            @Parameter(hidden = true) Membership membership,
            String name,
            HttpRequest<?> request) {
        Bytes tag = membership.org().tag();
        ResourceName.require(name, "name");
        Optional<Versioned<KeyDocument>> found = keys.find(tag, name);
        Precondition.of(request).require(found.map(Versioned::etag));
        if (found.isEmpty()) {
            return HttpResponse.noContent();
        }
        if (keys.logged(found.get()).isEmpty()) {
            writer.remove(KeyDocument.TYPE, Place.in(tag, name), Precondition.NONE);
            return HttpResponse.noContent();
        }
        Optional<LeafOutcome.Released> released = keys.destroy(found.get());
        return receipted(
                HttpResponse.accepted().body(keys.shown(found.get())), found.get(), released);
    }

    @Post("/{name}/restoration")
    @Allow(roles = Role.ADMIN)
    @Operation(operationId = "restoreClientKey", summary = "Take a scheduled destruction back")
    public HttpResponse<ClientKeyAnswer> restore(
            String org, @Parameter(hidden = true) Membership membership, String name) {
        Versioned<KeyDocument> found = keys.require(membership.org().tag(), name);
        Optional<LeafOutcome.Released> released = keys.restore(found);
        return receipted(HttpResponse.ok(keys.shown(found)), found, released);
    }

    @Post("/{name}/rotation")
    @Status(HttpStatus.CREATED)
    @Allow(roles = Role.ADMIN)
    @Operation(
            operationId = "rotateClientKey",
            summary = "Make the next version, which signs from then on; the others verify")
    public HttpResponse<ClientKeyAnswer> rotate(
            String org,
            @Parameter(hidden = true) Membership membership,
            String name,
            @Parameter(hidden = true) ActId act) {
        Versioned<KeyDocument> found = keys.require(membership.org().tag(), name);
        LoggedKey logged = keys.requireLogged(found);
        if (logged.destruction().isPresent()) {
            throw ProblemException.conflict("The key is to be destroyed. Restore it first.");
        }
        LeafOutcome.Released released = making.next(found, logged, act);
        return receipted(HttpResponse.created(keys.shown(found)), found, Optional.of(released));
    }

    private static HttpResponse<ClientKeyAnswer> receipted(
            MutableHttpResponse<ClientKeyAnswer> answer,
            Versioned<KeyDocument> key,
            Optional<LeafOutcome.Released> released) {
        return RecordResource.receipted(answer, released).header(HttpHeaders.ETAG, key.etag());
    }
}
