package dev.sealwright.attestation.cmw;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code application/cmw+cbor}: {@code [type, value, ind?]}, a map of such, or a value under the
 * tag of its content format (RFC 9277 appendix B). Written as a record always.
 */
public final class CmwCbor {
    private static final long FIRST_TAG = 1_668_546_817L;
    private static final long LAST_TAG = 1_668_612_095L;

    /** RFC 9277: tag = 1668546817 + (format / 255) * 256 + format mod 255. */
    private static final int TAGS_PER_BLOCK = 255;

    private CmwCbor() {}

    public static Bytes write(Cmw cmw) {
        return CborWriter.encode(value(cmw));
    }

    private static CborValue value(Cmw cmw) {
        return switch (cmw) {
            case Cmw.Message message -> message(message);
            case Cmw.Collection(Optional<String> type, Map<String, Cmw> members) -> {
                Map<String, CborValue> out = new LinkedHashMap<>();
                type.ifPresent(t -> out.put(Cmw.COLLECTION_TYPE, CborValue.of(t)));
                members.forEach((label, member) -> out.put(label, value(member)));
                yield CborValue.map(out);
            }
        };
    }

    private static CborValue message(Cmw.Message message) {
        List<CborValue> items = new ArrayList<>();
        items.add(
                switch (message.type()) {
                    case Cmw.Type.Media(String name) -> CborValue.of(name);
                    case Cmw.Type.ContentFormat(int number) -> CborValue.of(number);
                });
        items.add(CborValue.of(message.value()));
        if (!message.indicators().isEmpty()) {
            items.add(CborValue.of(Indicator.bits(message.indicators())));
        }
        return new CborValue.Array(items);
    }

    public static Cmw read(Bytes cbor) {
        return read(CborReader.lenient(cbor, Cmw.MAX_SIZE), 0);
    }

    private static Cmw read(CborValue value, int depth) {
        if (depth > Cmw.MAX_DEPTH) {
            throw new MalformedException("CMW collections nested too deeply");
        }
        return switch (value) {
            case CborValue.Array(List<CborValue> items) -> message(items);
            case CborValue.Tagged(long tag, CborValue content) -> tagged(tag, content);
            default -> collection(value.asMap("a CMW"), depth);
        };
    }

    private static Cmw collection(Map<CborValue, CborValue> map, int depth) {
        Optional<String> type = Optional.empty();
        var members = new LinkedHashMap<String, Cmw>();
        for (Map.Entry<CborValue, CborValue> entry : map.entrySet()) {
            String label = entry.getKey().asText("a CMW label");
            if (label.equals(Cmw.COLLECTION_TYPE)) {
                type = Optional.of(entry.getValue().asText("a CMW collection's type"));
            } else {
                members.put(label, read(entry.getValue(), depth + 1));
            }
        }
        return new Cmw.Collection(type, members);
    }

    private static Cmw message(List<CborValue> items) {
        if (items.size() < 2 || items.size() > 3) {
            throw new MalformedException("a CMW record that is not of two or three");
        }
        Cmw.Type type =
                items.get(0) instanceof CborValue.Int(long number)
                        ? new Cmw.Type.ContentFormat(format(number))
                        : new Cmw.Type.Media(items.get(0).asText("a CMW type"));
        Set<Indicator> indicators =
                items.size() == 3 ? Indicator.of(items.get(2).asUint("ind")) : Set.of();
        return new Cmw.Message(type, items.get(1).asBytes("a CMW value"), indicators);
    }

    private static Cmw tagged(long tag, CborValue content) {
        long offset = tag - FIRST_TAG;
        if (tag < FIRST_TAG || tag > LAST_TAG || offset % (TAGS_PER_BLOCK + 1) == TAGS_PER_BLOCK) {
            throw new MalformedException("a CBOR tag that is no content format");
        }
        long number =
                offset / (TAGS_PER_BLOCK + 1) * TAGS_PER_BLOCK + offset % (TAGS_PER_BLOCK + 1);
        return new Cmw.Message(
                new Cmw.Type.ContentFormat(format(number)),
                content.asBytes("a CMW value"),
                Set.of());
    }

    private static int format(long number) {
        if (number < 0 || number > 0xffff) {
            throw new MalformedException("a CMW content format that is none");
        }
        return (int) number;
    }
}
