package dev.sealwright.controlplane.description;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;

/** YAML documents as mappings and lists. */
final class Yaml {
    private static final int WIDTH = 100;

    private Yaml() {}

    static Object resource(String name) {
        return parse(textOf(name));
    }

    static String textOf(String resource) {
        try (InputStream in = Yaml.class.getResourceAsStream("/" + resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Object parse(String text) {
        return yaml().load(text);
    }

    static String text(Object document) {
        return yaml().dump(document);
    }

    private static org.yaml.snakeyaml.Yaml yaml() {
        DumperOptions dump = new DumperOptions();
        dump.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        dump.setWidth(WIDTH);
        LoaderOptions load = new LoaderOptions();
        load.setAllowDuplicateKeys(false);
        return new org.yaml.snakeyaml.Yaml(
                new SafeConstructor(load), new Representer(dump), dump, load);
    }

    @SuppressWarnings("unchecked") // keys of our documents are texts
    static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }

    /** The mapping under a key; an empty one, put there, if there is none. */
    static Map<String, Object> map(Map<String, Object> parent, String key) {
        return map(parent.computeIfAbsent(key, k -> new LinkedHashMap<String, Object>()));
    }

    @SuppressWarnings("unchecked") // lists of our documents hold mappings where this is asked
    static List<Map<String, Object>> list(Object node) {
        return node == null ? List.of() : (List<Map<String, Object>>) node;
    }

    /** A copy that shares nothing, so that no part of a document refers to another. */
    static Object copy(Object node) {
        return switch (node) {
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, value) -> copy.put(key, copy(value)));
                yield copy;
            }
            case List<?> list -> list.stream().map(Yaml::copy).toList();
            case null, default -> node;
        };
    }
}
