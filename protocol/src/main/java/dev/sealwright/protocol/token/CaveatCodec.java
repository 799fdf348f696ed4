package dev.sealwright.protocol.token;

import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.cbor.CborCursor;
import dev.sealwright.protocol.cbor.CborEntries;
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

    static Caveats decode(CborCursor in) {
        List<Caveat> items = new ArrayList<>();
        CborEntries entries = in.map("caveats");
        while (entries.next()) {
            items.add(caveat(entries.uint("a caveat"), in));
        }
        return new Caveats(items);
    }

    private static Caveat caveat(long code, CborCursor in) {
        return switch ((int) Math.min(code, Integer.MAX_VALUE)) {
            case Caveat.Audience.CODE -> new Caveat.Audience(in.texts("an audience"));
            case Caveat.Tools.CODE -> new Caveat.Tools(in.texts("a tool"));
            case Caveat.DeniedTools.CODE -> new Caveat.DeniedTools(in.texts("a tool"));
            case Caveat.Resources.CODE -> new Caveat.Resources(in.texts("a resource"));
            case Caveat.DeniedResources.CODE -> new Caveat.DeniedResources(in.texts("a resource"));
            case Caveat.Arguments.CODE -> new Caveat.Arguments(limits(in));
            case Caveat.Calls.CODE -> new Caveat.Calls(in.uint("calls"));
            case Caveat.Amount.CODE -> new Caveat.Amount(in.uint("amount"));
            case Caveat.NotBefore.CODE -> new Caveat.NotBefore(Seconds.of(in.uint("nbf")));
            case Caveat.Expires.CODE -> new Caveat.Expires(Seconds.of(in.uint("exp")));
            default -> throw new MalformedException("a caveat of an unknown type");
        };
    }

    private static SortedMap<String, SortedMap<String, ArgumentLimit>> limits(CborCursor in) {
        SortedMap<String, SortedMap<String, ArgumentLimit>> tools = new TreeMap<>();
        CborEntries entries = in.map("limits");
        while (entries.next()) {
            tools.put(entries.text("a tool"), limitsOfTool(in));
        }
        return tools;
    }

    private static SortedMap<String, ArgumentLimit> limitsOfTool(CborCursor in) {
        SortedMap<String, ArgumentLimit> limits = new TreeMap<>();
        CborEntries entries = in.map("limits of a tool");
        while (entries.next()) {
            limits.put(entries.text("an argument"), ArgumentLimit.read(in));
        }
        return limits;
    }
}
