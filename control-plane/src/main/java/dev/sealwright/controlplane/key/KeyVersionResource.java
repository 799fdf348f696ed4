package dev.sealwright.controlplane.key;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.cryptoperiod.Cryptoperiods;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.record.ListAnswer;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The versions of a client key, with which others verify what it signed. */
@Controller("/v1/orgs/{org}/keys/{name}/versions")
@On(Listener.PEOPLE)
public class KeyVersionResource {
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,17}");

    private final ClientKeys keys;
    private final Cryptoperiods periods;

    KeyVersionResource(ClientKeys keys, Cryptoperiods periods) {
        this.keys = keys;
        this.periods = periods;
    }

    @Get
    @Allow(roles = {Role.AGENT, Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(
            operationId = "listClientKeyVersions",
            summary = "List the versions of a key with their public halves")
    public ListAnswer<KeyVersionAnswer> list(
            String org,
            @Parameter(hidden = true) Membership membership,
            String name,
            @QueryValue Optional<Integer> limit,
            @QueryValue Optional<String> cursor) {
        int size = ListAnswer.size(limit);
        long after = cursor.map(KeyVersionResource::after).orElse(0L);
        Optional<LoggedKey> key = keys.logged(keys.require(membership.org().tag(), name));
        List<LoggedKey.Version> rest =
                key.map(LoggedKey::versions).orElse(List.of()).stream()
                        .filter(version -> version.number() > after)
                        .limit(size + 1L)
                        .toList();
        return ListAnswer.of(
                rest,
                size,
                version -> KeyVersionAnswer.of(version, key.orElseThrow(), periods),
                version -> Long.toString(version.number()));
    }

    private static long after(String cursor) {
        if (!NUMBER.matcher(cursor).matches()) {
            throw ProblemException.invalid("cursor", "not a cursor of this list");
        }
        return Long.parseLong(cursor);
    }
}
