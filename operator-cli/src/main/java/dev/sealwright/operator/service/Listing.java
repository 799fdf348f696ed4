package dev.sealwright.operator.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Table;
import dev.sealwright.protocol.MalformedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A list of the service, all its pages, as JSON or as a table. */
public final class Listing {
    private static final int PAGE = 200;
    private static final int MAX_ITEMS = 100_000;
    private static final int MAX_COLUMNS = 7;

    private final ArrayNode items;

    private Listing(ArrayNode items) {
        this.items = items;
    }

    /** Fetches at most {@code limit} items; {@code parameters} filter. */
    public static Listing fetch(
            ServiceClient service,
            String path,
            Map<String, Optional<String>> parameters,
            int limit) {
        ArrayNode all = Json.object().putArray("items");
        Optional<String> cursor = Optional.empty();
        do {
            var query = new LinkedHashMap<>(parameters);
            query.put("limit", Optional.of(Integer.toString(Math.min(PAGE, limit - all.size()))));
            query.put("cursor", cursor);
            Fields page = service.send(Request.get(path + Paths.query(query))).json();
            page.objects("items").forEach(item -> all.add(item.node()));
            cursor = page.optionalText("next_cursor");
            if (all.size() > MAX_ITEMS) {
                throw new MalformedException("a list without an end");
            }
        } while (cursor.isPresent() && all.size() < limit);
        return new Listing(all);
    }

    public static Listing fetch(
            ServiceClient service, String path, Map<String, Optional<String>> parameters) {
        return fetch(service, path, parameters, MAX_ITEMS);
    }

    /** Fetches a list that has one page. */
    public static Listing fetchWhole(ServiceClient service, String path) {
        ArrayNode all = Json.object().putArray("items");
        service.send(Request.get(path))
                .json()
                .objects("items")
                .forEach(item -> all.add(item.node()));
        return new Listing(all);
    }

    /** Prints it: as JSON where that was asked for, as a table otherwise. */
    public void show(OutputOptions output) {
        output.result(json(), table());
    }

    public ObjectNode json() {
        ObjectNode json = Json.object();
        json.set("items", items);
        return json;
    }

    /** The plain fields of the first item are the columns. */
    public String table() {
        if (items.isEmpty()) {
            return "none";
        }
        List<String> columns = columns(items.get(0));
        var table =
                new Table(
                        columns.stream()
                                .map(name -> name.toUpperCase(Locale.ROOT))
                                .toArray(String[]::new));
        for (JsonNode item : items) {
            table.row(
                    columns.stream()
                            .map(name -> item.path(name).asText(""))
                            .toArray(String[]::new));
        }
        return table.toString();
    }

    private static List<String> columns(JsonNode item) {
        var names = new ArrayList<String>();
        item.properties().stream()
                .filter(field -> field.getValue().isValueNode())
                .filter(field -> field.getValue().asText().length() <= 100)
                .limit(MAX_COLUMNS)
                .forEach(field -> names.add(field.getKey()));
        return names.isEmpty() ? List.of("name") : names;
    }
}
