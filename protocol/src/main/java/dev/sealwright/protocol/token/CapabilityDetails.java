package dev.sealwright.protocol.token;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Caveats for people and for JSON: a map of String, Long, List and Map, with {@code type} for RFC
 * 9396.
 */
public final class CapabilityDetails {
    public static final String TYPE = "sealwright_capability";

    private CapabilityDetails() {}

    public static Map<String, Object> of(Caveats caveats) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", TYPE);
        for (Caveat caveat : caveats.items()) {
            switch (caveat) {
                case Caveat.Audience(List<String> names) -> json.put("audience", names);
                case Caveat.Tools(List<String> names) -> json.put("tools", names);
                case Caveat.DeniedTools(List<String> names) -> json.put("denied_tools", names);
                case Caveat.Resources(List<String> prefixes) -> json.put("resources", prefixes);
                case Caveat.DeniedResources(List<String> prefixes) ->
                        json.put("denied_resources", prefixes);
                case Caveat.Arguments arguments -> json.put("arguments", limits(arguments));
                case Caveat.Calls(long most) -> json.put("calls", most);
                case Caveat.Amount(long most) -> json.put("amount", most);
                case Caveat.NotBefore(Instant time) -> json.put("nbf", time.getEpochSecond());
                case Caveat.Expires(Instant time) -> json.put("exp", time.getEpochSecond());
            }
        }
        return json;
    }

    private static Map<String, Object> limits(Caveat.Arguments arguments) {
        Map<String, Object> tools = new LinkedHashMap<>();
        arguments
                .limits()
                .forEach(
                        (tool, limits) -> {
                            Map<String, Object> of = new LinkedHashMap<>();
                            limits.forEach((name, limit) -> of.put(name, limit(limit)));
                            tools.put(tool, of);
                        });
        return tools;
    }

    private static Map<String, Object> limit(ArgumentLimit limit) {
        return switch (limit) {
            case ArgumentLimit.Between(long min, long max) -> Map.of("between", List.of(min, max));
            case ArgumentLimit.OneOf(List<String> values) -> Map.of("one_of", values);
            case ArgumentLimit.Under(List<String> prefixes) -> Map.of("under", prefixes);
        };
    }
}
