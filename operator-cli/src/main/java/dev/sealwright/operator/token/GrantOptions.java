package dev.sealwright.operator.token;

import dev.sealwright.protocol.token.ArgumentLimit;
import dev.sealwright.protocol.token.CapabilityDetails;
import dev.sealwright.protocol.token.Caveat;
import dev.sealwright.protocol.token.Caveats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a token is to allow. */
final class GrantOptions {
    @Option(
            names = "--audience",
            paramLabel = "NAME",
            description = "Who may accept it; may be given again.")
    private List<String> audience = new ArrayList<>();

    @Option(
            names = "--tool",
            paramLabel = "TOOL",
            description = "A tool that may be called; may be given again.")
    private List<String> tools = new ArrayList<>();

    @Option(
            names = "--deny-tool",
            paramLabel = "TOOL",
            description = "A tool that may not, whatever else is said.")
    private List<String> deniedTools = new ArrayList<>();

    @Option(
            names = "--resource",
            paramLabel = "NAME",
            description = "What tools may act on; with a slash at the end, everything below.")
    private List<String> resources = new ArrayList<>();

    @Option(
            names = "--deny-resource",
            paramLabel = "NAME",
            description = "What they may not, whatever else is said.")
    private List<String> deniedResources = new ArrayList<>();

    @Option(
            names = "--limit",
            paramLabel = "TOOL.ARG=LIMIT",
            description = "What an argument may be: 1..10, in:a,b or under:/srv/.")
    private List<String> limits = new ArrayList<>();

    @Option(names = "--calls", paramLabel = "N", description = "How many calls in all.")
    private @Nullable Long calls;

    @Option(names = "--amount", paramLabel = "N", description = "How much may be spent in all.")
    private @Nullable Long amount;

    Caveats caveats() {
        List<Caveat> caveats = new ArrayList<>();
        if (!audience.isEmpty()) {
            caveats.add(new Caveat.Audience(sorted(audience)));
        }
        if (!tools.isEmpty()) {
            caveats.add(new Caveat.Tools(sorted(tools)));
        }
        if (!deniedTools.isEmpty()) {
            caveats.add(new Caveat.DeniedTools(sorted(deniedTools)));
        }
        if (!resources.isEmpty()) {
            caveats.add(new Caveat.Resources(sorted(resources)));
        }
        if (!deniedResources.isEmpty()) {
            caveats.add(new Caveat.DeniedResources(sorted(deniedResources)));
        }
        if (!limits.isEmpty()) {
            caveats.add(new Caveat.Arguments(limited()));
        }
        if (calls != null) {
            caveats.add(new Caveat.Calls(calls));
        }
        if (amount != null) {
            caveats.add(new Caveat.Amount(amount));
        }
        return Caveats.of(caveats);
    }

    private static List<String> sorted(List<String> names) {
        return names.stream().distinct().sorted().toList();
    }

    private SortedMap<String, SortedMap<String, ArgumentLimit>> limited() {
        SortedMap<String, SortedMap<String, ArgumentLimit>> tree = new TreeMap<>();
        limits.stream()
                .map(LimitText::parse)
                .forEach(
                        each ->
                                tree.computeIfAbsent(each.tool(), _ -> new TreeMap<>())
                                        .put(each.argument(), each.limit()));
        return tree;
    }

    /** As the service reads it. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>(CapabilityDetails.of(caveats()));
        json.remove("type");
        return json;
    }
}
