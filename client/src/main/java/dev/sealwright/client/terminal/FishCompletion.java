package dev.sealwright.client.terminal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A completion script for fish. One function tells which verbs were typed so far; each verb and
 * option is offered behind exactly the verbs it belongs to.
 */
final class FishCompletion {
    private final String program;
    private final String function;
    private final Set<String> verbs = new LinkedHashSet<>();
    private final StringBuilder rules = new StringBuilder();

    private FishCompletion(String program) {
        this.program = program;
        this.function = "__" + program.replace('-', '_') + "_at";
    }

    static String of(CommandLine root) {
        var completion = new FishCompletion(root.getCommandName());
        completion.add(root, List.of());
        return completion.head() + completion.rules;
    }

    private String head() {
        return String.format(
                Locale.ROOT,
                """
                # Completion of %1$s for fish.
                function %2$s
                    set -l typed
                    for word in (commandline -opc)[2..-1]
                        if contains -- $word %3$s
                            set -a typed $word
                        end
                    end
                    test "$typed" = "$argv"
                end
                complete -c %1$s -f
                """,
                program,
                function,
                String.join(" ", verbs));
    }

    private void add(CommandLine command, List<String> path) {
        String here = function + " " + String.join(" ", path);
        command.getSubcommands().forEach((name, sub) -> verb(here.strip(), name, sub, path));
        command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> option(here.strip(), option));
    }

    private void verb(String here, String name, CommandLine sub, List<String> path) {
        verbs.add(name);
        rule(here, "-a " + quoted(name), sub.getCommandSpec().usageMessage().description());
        List<String> deeper = new ArrayList<>(path);
        deeper.add(name);
        add(sub, deeper);
    }

    private void option(String here, OptionSpec option) {
        StringBuilder names = new StringBuilder();
        for (String name : option.names()) {
            names.append(name.startsWith("--") ? " -l " : " -s ")
                    .append(name.replaceFirst("^--?", ""));
        }
        if (option.arity().max() > 0) {
            names.append(isPath(option) ? " -r -F" : " -x");
        }
        if (option.type().isEnum()) {
            names.append(" -a ").append(quoted(candidates(option)));
        }
        rule(here, names.toString().strip(), option.description());
    }

    private static boolean isPath(OptionSpec option) {
        return option.type().equals(Path.class);
    }

    private static String candidates(OptionSpec option) {
        Iterable<String> candidates = option.completionCandidates();
        return candidates == null ? "" : String.join(" ", candidates);
    }

    private void rule(String here, String what, String[] description) {
        rules.append("complete -c ")
                .append(program)
                .append(" -n ")
                .append(quoted(here))
                .append(' ')
                .append(what);
        if (description.length > 0) {
            rules.append(" -d ")
                    .append(quoted(description[0].replaceAll("(%|\\$\\{).*", "").strip()));
        }
        rules.append('\n');
    }

    /** Between single quotes, where fish knows two escapes. */
    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
