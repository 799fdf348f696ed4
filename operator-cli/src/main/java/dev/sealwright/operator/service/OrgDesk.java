package dev.sealwright.operator.service;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/**
 * {@code --profile}, {@code --org}, {@code --json} and {@code --quiet}, mixed into a command about
 * an organisation, and what nearly every such command does with them. Paths begin below {@code
 * /v1/orgs/<org>}.
 */
public final class OrgDesk {
    @Mixin private final Connections connections = new Connections();
    @Mixin private final Organisation organisation = new Organisation();
    @Mixin private final OutputOptions output = new OutputOptions();

    public OutputOptions output() {
        return output;
    }

    public ServiceClient open(Surroundings surroundings) {
        return connections.open(surroundings);
    }

    /** What the service hands out as its anchors, believed only under the pinned root. */
    public VerifiedAnchors anchors(ServiceClient service, Surroundings surroundings) {
        return connections.anchors(service, surroundings);
    }

    /** The whole path of what lies below the organisation. */
    public String path(Surroundings surroundings, String below) {
        return organisation.path(connections, surroundings) + below;
    }

    /** Lists all pages. */
    public void list(Surroundings surroundings, String below) {
        list(surroundings, below, Map.of());
    }

    /** Lists all pages of what {@code filter} leaves. */
    public void list(
            Surroundings surroundings, String below, Map<String, Optional<String>> filter) {
        try (var service = open(surroundings)) {
            Listing.fetch(service, path(surroundings, below), filter).show(output);
        }
    }

    /** Shows one as the service describes it. */
    public void show(Surroundings surroundings, String below) {
        send(
                surroundings,
                Request.get(path(surroundings, below)),
                one -> Json.readable(one.node()));
    }

    /** Sends a request, and says what its answer means where JSON is not asked for. */
    public void send(Surroundings surroundings, Request request, Function<Fields, String> meaning) {
        try (var service = open(surroundings)) {
            Fields answer = service.send(request).json();
            output.result(answer.node(), meaning.apply(answer));
        }
    }
}
