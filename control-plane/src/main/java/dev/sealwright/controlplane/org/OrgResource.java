package dev.sealwright.controlplane.org;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Memberships;
import dev.sealwright.controlplane.access.Org;
import dev.sealwright.controlplane.access.OrgDocument;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.approval.AuthorityKeys;
import dev.sealwright.controlplane.key.KeyOwners;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.record.ListAnswer;
import dev.sealwright.controlplane.record.RecordResource;
import dev.sealwright.controlplane.record.RecordWriter;
import dev.sealwright.controlplane.record.RecordWriter.Place;
import dev.sealwright.controlplane.record.Records;
import dev.sealwright.controlplane.record.Versioned;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.RecordKind;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;

/** Organisations. A name that was removed is not given again: hosts still carry the old tag. */
@Controller("/v1/orgs")
@On(Listener.PEOPLE)
public class OrgResource {
    private static final int TAG_SIZE = 16;
    private static final List<RecordKind> HELD =
            List.of(
                    RecordKind.USER,
                    RecordKind.ROLE_BINDING,
                    RecordKind.API_KEY,
                    RecordKind.SANDBOX_SPEC,
                    RecordKind.POLICY_SOURCE);

    private final RecordResource<OrgDocument, OrgAnswer> resource;
    private final Records records;
    private final Memberships memberships;
    private final AuthorityKeys authorities;
    private final KeyOwners keys;
    private final SecureRandom random;

    OrgResource(
            Records records,
            RecordWriter writer,
            Memberships memberships,
            AuthorityKeys authorities,
            KeyOwners keys,
            SecureRandom random) {
        this.resource = new RecordResource<>(records, writer, OrgDocument.TYPE, OrgAnswer::of);
        this.records = records;
        this.memberships = memberships;
        this.authorities = authorities;
        this.keys = keys;
        this.random = random;
    }

    @Get
    @Allow(Allow.Door.SIGNED_IN)
    @Operation(operationId = "listOrgs", summary = "The organisations the caller is a member of")
    public ListAnswer<OrgAnswer> list(@Parameter(hidden = true) ApiKeyCaller caller) {
        List<OrgAnswer> mine =
                records.all(OrgDocument.TYPE).stream()
                        .filter(
                                org ->
                                        !memberships
                                                .of(caller, new Org(org.org(), org.name()))
                                                .roles()
                                                .isEmpty())
                        .map(OrgAnswer::of)
                        .toList();
        return new ListAnswer<>(mine, null);
    }

    @Get("/{org}")
    @Allow(roles = {Role.AGENT, Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(operationId = "getOrg", summary = "One organisation")
    public HttpResponse<OrgAnswer> get(
            String org, @Parameter(hidden = true) Membership membership) {
        return resource.get(Leaf.NO_ORG, membership.org().name());
    }

    @Put("/{org}")
    @Allow(roles = Role.PLATFORM)
    @Operation(operationId = "putOrg", summary = "Create or replace an organisation")
    public HttpResponse<OrgAnswer> put(
            String org, @Body @Valid OrgDocument body, HttpRequest<?> request) {
        if (records.removed(RecordKind.ORG, Leaf.NO_ORG, org)) {
            throw ProblemException.conflict(
                    "An organisation of that name was removed; its name is not given again.");
        }
        Bytes tag =
                records.find(OrgDocument.TYPE, Leaf.NO_ORG, org)
                        .map(Versioned::org)
                        .orElseGet(this::newTag);
        return resource.put(new Place(Leaf.NO_ORG, tag, org), body, request);
    }

    @Delete("/{org}")
    @Allow(roles = Role.PLATFORM)
    @Operation(operationId = "deleteOrg", summary = "Remove an empty organisation")
    public HttpResponse<Void> delete(String org, HttpRequest<?> request) {
        Bytes tag =
                records.find(OrgDocument.TYPE, Leaf.NO_ORG, org)
                        .map(Versioned::org)
                        .orElse(Leaf.NO_ORG);
        List<String> held =
                Stream.concat(
                                Stream.concat(
                                        Stream.of("the service itself")
                                                .filter(service -> org.equals(Org.PLATFORM)),
                                        Stream.of("authority keys")
                                                .filter(_ -> authorities.guard(tag))),
                                Stream.concat(
                                        HELD.stream()
                                                .filter(kind -> records.any(kind, tag))
                                                .map(kind -> kind.type() + "s"),
                                        Stream.of("keys").filter(_ -> keys.holdsAny(tag))))
                        .toList();
        if (!held.isEmpty()) {
            throw ProblemException.conflict("Still needed by: " + String.join(", ", held));
        }
        return resource.delete(new Place(Leaf.NO_ORG, tag, org), request);
    }

    private Bytes newTag() {
        byte[] tag = new byte[TAG_SIZE];
        random.nextBytes(tag);
        return Bytes.of(tag);
    }
}
