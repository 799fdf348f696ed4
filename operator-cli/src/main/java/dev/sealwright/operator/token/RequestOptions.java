package dev.sealwright.operator.token;

import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.protocol.token.ArgumentValue;
import dev.sealwright.protocol.token.CapabilityRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The request that a token is to allow. */
final class RequestOptions {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,17})");

    @Option(names = "--tool", paramLabel = "TOOL", description = "The tool that is called.")
    private @Nullable String tool;

    @Option(
            names = "--resource",
            paramLabel = "NAME",
            description = "What it acts on; may be given again.")
    private List<String> resources = new ArrayList<>();

    @Option(
            names = "--argument",
            paramLabel = "NAME=VALUE",
            description = "An argument; digits alone are a number.")
    private List<String> arguments = new ArrayList<>();

    @Option(
            names = "--amount",
            paramLabel = "N",
            defaultValue = "0",
            description = "What it spends (0).")
    private long amount;

    /** Empty where no tool is named. */
    Optional<CapabilityRequest> request() {
        return Optional.ofNullable(tool)
                .map(
                        name ->
                                new CapabilityRequest(
                                        name, resources, values(), amount, Optional.empty()));
    }

    private SortedMap<String, ArgumentValue> values() {
        SortedMap<String, ArgumentValue> values = new TreeMap<>();
        for (String text : arguments) {
            int split = text.indexOf('=');
            if (split < 1) {
                throw new CommandFailure(
                        ExitCode.USAGE, "not an argument: " + text, "write NAME=VALUE");
            }
            values.put(text.substring(0, split), value(text.substring(split + 1)));
        }
        return values;
    }

    private static ArgumentValue value(String text) {
        return NUMBER.matcher(text).matches()
                ? new ArgumentValue.Whole(Long.parseLong(text))
                : new ArgumentValue.Text(text);
    }
}
