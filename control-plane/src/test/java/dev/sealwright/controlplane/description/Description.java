package dev.sealwright.controlplane.description;

import dev.sealwright.controlplane.listener.Listener;
import io.micronaut.web.router.Router;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The whole document: what the generator read from the code, completed by what the routes say, by
 * conventions.yml and by examples.yml.
 */
final class Description {
    private static final List<String> METHODS = List.of("GET", "PUT", "POST", "DELETE");

    /** {@code ListAnswer_HostAnswer_} is for people a {@code HostList}. */
    private static final Pattern LIST = Pattern.compile("ListAnswer_(\\w+?)(?:Answer)?_");

    private final Map<String, Object> generated =
            Yaml.map(
                    Yaml.parse(
                            LIST.matcher(Yaml.textOf("META-INF/swagger/sealwright.yml"))
                                    .replaceAll("$1List")));
    private final Map<String, Object> conventions = Yaml.map(Yaml.resource("conventions.yml"));
    private final Map<String, Example> examples =
            Example.all().stream()
                    .collect(Collectors.toMap(Example::operation, Function.identity()));
    private final List<Route> routes;

    private Description(List<Route> routes) {
        this.routes = routes;
    }

    static String of(Router router) {
        return Yaml.text(new Description(Route.all(router)).document());
    }

    private Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", generated.get("openapi"));
        document.put("info", conventions.get("info"));
        document.put("servers", List.of(server(Listener.PEOPLE)));
        document.put("tags", tags());
        document.put("security", generated.get("security"));
        document.put("paths", paths());
        document.put("components", components());
        return document;
    }

    private Object server(Listener listener) {
        return Yaml.copy(Yaml.map(conventions.get("servers")).get(listener.name()));
    }

    private List<Object> tags() {
        return routes.stream()
                .map(Route::room)
                .distinct()
                .sorted()
                .<Object>map(room -> Map.of("name", room))
                .toList();
    }

    private Map<String, Object> paths() {
        Map<String, List<Route>> byPath =
                routes.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Route::path, TreeMap::new, Collectors.toList()));
        Map<String, Object> paths = new LinkedHashMap<>();
        byPath.forEach((path, here) -> paths.put(path, pathItem(here)));
        return paths;
    }

    private Map<String, Object> pathItem(List<Route> here) {
        Map<String, Object> item = new LinkedHashMap<>();
        if (here.stream().allMatch(Route::forHostsOnly)) {
            item.put("servers", List.of(server(Listener.HOSTS)));
        }
        boolean declarative = here.stream().anyMatch(route -> route.method().equals("PUT"));
        List<Route> inOrder = new ArrayList<>(here);
        inOrder.sort((a, b) -> METHODS.indexOf(a.method()) - METHODS.indexOf(b.method()));
        for (Route route : inOrder) {
            Map<String, Object> read = generated(route);
            OperationText text = new OperationText(route, declarative, conventions);
            item.put(verb(route), text.complete(read, example((String) read.get("operationId"))));
        }
        return item;
    }

    private Map<String, Object> generated(Route route) {
        Map<String, Object> item =
                Yaml.map(Yaml.map(generated.get("paths")).get(route.generatedPath()));
        Map<String, Object> operation = Yaml.map(item.get(verb(route)));
        route.declared()
                .ifPresent(
                        name -> {
                            operation.put("operationId", name.id());
                            operation.put("summary", name.summary());
                        });
        return operation;
    }

    private static String verb(Route route) {
        return route.method().toLowerCase(Locale.ROOT);
    }

    private Example example(String operation) {
        Example example = examples.get(operation);
        if (example == null) {
            throw new AssertionError(
                    "operation "
                            + operation
                            + " has no example; add one to control-plane/src/test/resources/examples.yml");
        }
        return example;
    }

    private Map<String, Object> components() {
        Map<String, Object> components = new LinkedHashMap<>();
        components.put("headers", conventions.get("headers"));
        components.put("responses", ProblemAnswers.components());
        components.put("schemas", new Schemas(generated, conventions).complete());
        components.put(
                "securitySchemes", Yaml.map(generated.get("components")).get("securitySchemes"));
        return components;
    }
}
