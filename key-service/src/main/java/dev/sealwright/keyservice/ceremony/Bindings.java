package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.ceremony.CeremonyScript;
import dev.sealwright.protocol.ceremony.ScriptStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the things are that a script names.
 *
 * @param paths of inputs and places, and of what the ceremony makes
 * @param operators the file with each one's public key
 */
record Bindings(
        Map<String, Settings> tokens,
        Map<String, Path> paths,
        Map<String, Settings> keys,
        Map<String, Path> operators) {
    Bindings {
        tokens = Map.copyOf(tokens);
        paths = Map.copyOf(paths);
        keys = Map.copyOf(keys);
        operators = Collections.unmodifiableMap(new LinkedHashMap<>(operators));
    }

    /** {@code NAME=VALUE} of each. */
    static Map<String, String> named(List<String> given) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String each : given) {
            int split = each.indexOf('=');
            if (split < 1 || all.put(each.substring(0, split), each.substring(split + 1)) != null) {
                throw new UsageException("'" + each + "' is not NAME=…, or its name is twice");
            }
        }
        return all;
    }

    /** That each thing the script names is somewhere, and nothing else is. */
    void requireFor(CeremonyScript script) {
        Set<String> names = new LinkedHashSet<>(Set.of(ScriptStep.WORK));
        script.inputs().forEach(each -> names.add(each.name()));
        script.places().forEach(each -> names.add(each.name()));
        same("--input and --place", names, paths.keySet());
        Set<String> used = new LinkedHashSet<>();
        script.tokens().forEach(each -> used.add(each.name()));
        same("--token", used, tokens.keySet());
        Set<String> signing = new LinkedHashSet<>();
        for (ScriptStep step : script.steps()) {
            step.run().stream()
                    .flatMap(word -> ScriptStep.keyOf(word).stream())
                    .forEach(signing::add);
        }
        same("--operator-key", signing, keys.keySet());
    }

    private static void same(String option, Set<String> wanted, Set<String> given) {
        Set<String> missing = new LinkedHashSet<>(wanted);
        missing.removeAll(given);
        Set<String> more = new LinkedHashSet<>(given);
        more.removeAll(wanted);
        if (!missing.isEmpty() || !more.isEmpty()) {
            throw new UsageException(
                    option
                            + " are given for what the script names: missing "
                            + missing
                            + ", too much "
                            + more);
        }
    }

    /** The command line of a step. */
    List<String> words(CeremonyScript script, ScriptStep step) {
        List<String> words = new ArrayList<>();
        for (String word : step.run()) {
            Optional<String> operator = ScriptStep.keyOf(word);
            if (operator.isPresent()) {
                words.addAll(find(keys, operator.get()).words());
            } else if (word.equals(ScriptStep.OPERATORS)) {
                words.addAll(operatorWords(script));
            } else {
                words.add(placed(word));
            }
        }
        step.on().ifPresent(name -> words.addAll(tokenWords(script, name)));
        words.add("--json");
        return words;
    }

    private List<String> operatorWords(CeremonyScript script) {
        List<String> words = new ArrayList<>();
        operators.forEach(
                (name, file) -> {
                    words.add("--operator");
                    words.add(name + "=" + file);
                });
        words.add("--operators-required");
        words.add(Integer.toString(script.required()));
        return words;
    }

    private List<String> tokenWords(CeremonyScript script, String name) {
        String label =
                script.tokens().stream()
                        .filter(each -> each.name().equals(name))
                        .map(CeremonyScript.Token::label)
                        .findFirst()
                        .orElseThrow();
        List<String> words = new ArrayList<>(find(tokens, name).words());
        words.add("--token-label");
        words.add(label);
        return words;
    }

    private String placed(String word) {
        String placed = word;
        for (Map.Entry<String, Path> each : paths.entrySet()) {
            placed = placed.replace("{" + each.getKey() + "}", each.getValue().toString());
        }
        return placed;
    }

    /** The environment that its token and keys want. */
    Map<String, String> environment(ScriptStep step) {
        Map<String, String> all = new LinkedHashMap<>();
        step.on().ifPresent(name -> all.putAll(find(tokens, name).environment()));
        for (String word : step.run()) {
            ScriptStep.keyOf(word)
                    .ifPresent(name -> find(keys, name).environment().forEach(all::putIfAbsent));
        }
        return all;
    }

    private static <T> T find(Map<String, T> all, String name) {
        T found = all.get(name);
        if (found == null) {
            throw new MalformedException("nothing says where " + name + " is");
        }
        return found;
    }
}
