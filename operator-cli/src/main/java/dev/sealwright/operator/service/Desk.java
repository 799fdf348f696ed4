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
 * {@code --profile}, {@code --json} and {@code --quiet}, mixed into a command, and what nearly
 * every command does with them.
 */
public class Desk {
    @Mixin private final Connections connections = new Connections();
    @Mixin private final OutputOptions output = new OutputOptions();

    public final OutputOptions output() {
        return output;
    }

    public final ServiceClient open(Surroundings surroundings) {
        return connections.open(surroundings);
    }

    /** What the service hands out as its anchors, believed only under the pinned root. */
    public final VerifiedAnchors anchors(ServiceClient service, Surroundings surroundings) {
        return connections.anchors(service, surroundings);
    }

    final Connections connections() {
        return connections;
    }

    /** The whole path of what a command names. */
    public String path(Surroundings surroundings, String below) {
        return below;
    }

    /** Lists all pages. */
    public final void list(Surroundings surroundings, String below) {
        list(surroundings, below, Map.of());
    }

    /** Lists all pages of what {@code filter} leaves. */
    public final void list(
            Surroundings surroundings, String below, Map<String, Optional<String>> filter) {
        try (var service = open(surroundings)) {
            Listing.fetch(service, path(surroundings, below), filter).show(output);
        }
    }

    /** Shows one as the service describes it. */
    public final void show(Surroundings surroundings, String below) {
        send(
                surroundings,
                Request.get(path(surroundings, below)),
                one -> Json.readable(one.node()));
    }

    /** Sends a request, and says what its answer means where JSON is not asked for. */
    public final void send(
            Surroundings surroundings, Request request, Function<Fields, String> meaning) {
        try (var service = open(surroundings)) {
            Fields answer = service.send(request).json();
            output.result(answer.node(), meaning.apply(answer));
        }
    }
}
