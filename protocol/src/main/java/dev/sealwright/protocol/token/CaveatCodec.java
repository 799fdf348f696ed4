package dev.sealwright.protocol.token;

import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Caveats to a map with integer keys and back. An unknown key is refused, never passed over. */
final class CaveatCodec {
    private CaveatCodec() {}

    static CborValue encode(Caveats caveats) {
        var out = new LinkedHashMap<CborValue, CborValue>();
        for (Caveat caveat : caveats.items()) {
            out.put(CborValue.of(caveat.code()), value(caveat));
        }
        return new CborValue.Dictionary(out);
    }

    private static CborValue value(Caveat caveat) {
        return switch (caveat) {
            case Caveat.Audience(List<String> names) -> CborValue.texts(names);
            case Caveat.Tools(List<String> names) -> CborValue.texts(names);
            case Caveat.DeniedTools(List<String> names) -> CborValue.texts(names);
            case Caveat.Resources(List<String> prefixes) -> CborValue.texts(prefixes);
            case Caveat.DeniedResources(List<String> prefixes) -> CborValue.texts(prefixes);
            case Caveat.Arguments arguments -> limits(arguments);
            case Caveat.Calls(long most) -> CborValue.of(most);
            case Caveat.Amount(long most) -> CborValue.of(most);
            case Caveat.NotBefore(var time) -> CborValue.of(time.getEpochSecond());
            case Caveat.Expires(var time) -> CborValue.of(time.getEpochSecond());
        };
    }

    private static CborValue limits(Caveat.Arguments arguments) {
        Map<String, CborValue> tools = new LinkedHashMap<>();
        arguments
                .limits()
                .forEach(
                        (tool, limits) -> {
                            Map<String, CborValue> of = new LinkedHashMap<>();
                            limits.forEach((name, limit) -> of.put(name, limit.cbor()));
                            tools.put(tool, CborValue.map(of));
                        });
        return CborValue.map(tools);
    }

    static Caveats decode(CborValue value) {
        List<Caveat> items = new ArrayList<>();
        value.asMap("caveats")
                .forEach((key, item) -> items.add(caveat(key.asUint("a caveat"), item)));
        return new Caveats(items);
    }

    private static Caveat caveat(long code, CborValue value) {
        return switch ((int) Math.min(code, Integer.MAX_VALUE)) {
            case Caveat.Audience.CODE -> new Caveat.Audience(Words.read(value, "an audience"));
            case Caveat.Tools.CODE -> new Caveat.Tools(Words.read(value, "a tool"));
            case Caveat.DeniedTools.CODE -> new Caveat.DeniedTools(Words.read(value, "a tool"));
            case Caveat.Resources.CODE -> new Caveat.Resources(Words.read(value, "a resource"));
            case Caveat.DeniedResources.CODE ->
                    new Caveat.DeniedResources(Words.read(value, "a resource"));
            case Caveat.Arguments.CODE -> new Caveat.Arguments(limits(value));
            case Caveat.Calls.CODE -> new Caveat.Calls(value.asUint("calls"));
            case Caveat.Amount.CODE -> new Caveat.Amount(value.asUint("amount"));
            case Caveat.NotBefore.CODE -> new Caveat.NotBefore(Seconds.of(value.asUint("nbf")));
            case Caveat.Expires.CODE -> new Caveat.Expires(Seconds.of(value.asUint("exp")));
            default -> throw new MalformedException("a caveat of an unknown type");
        };
    }

    private static SortedMap<String, SortedMap<String, ArgumentLimit>> limits(CborValue value) {
        SortedMap<String, SortedMap<String, ArgumentLimit>> tools = new TreeMap<>();
        value.asMap("limits")
                .forEach(
                        (tool, of) -> {
                            SortedMap<String, ArgumentLimit> limits = new TreeMap<>();
                            of.asMap("limits of a tool")
                                    .forEach(
                                            (name, limit) ->
                                                    limits.put(
                                                            name.asText("an argument"),
                                                            ArgumentLimit.read(limit)));
                            tools.put(tool.asText("a tool"), limits);
                        });
        return tools;
    }
}
