package dev.sealwright.protocol.token;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import dev.sealwright.protocol.crypto.Sha256;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One call that a token is to allow, as the party sees it that would carry it out.
 *
 * @param tool its name
 * @param resources all that the call acts on
 * @param arguments those that limits may be about
 * @param amount what it spends, in whatever unit the audience counts; 0 or more
 * @param payload SHA-256 of whatever else the call consists of
 */
public record CapabilityRequest(
        String tool,
        List<String> resources,
        SortedMap<String, ArgumentValue> arguments,
        long amount,
        Optional<Bytes> payload) {
    public CapabilityRequest {
        Words.require(tool, "a tool");
        resources = List.copyOf(resources);
        arguments = Collections.unmodifiableSortedMap(new TreeMap<>(arguments));
        if (resources.size() > Words.MAX_ITEMS || arguments.size() > Words.MAX_ITEMS) {
            throw new MalformedException("more resources or arguments than " + Words.MAX_ITEMS);
        }
        resources.forEach(ResourceName::require);
        arguments.keySet().forEach(name -> Words.require(name, "the name of an argument"));
        if (amount < 0) {
            throw new MalformedException("a negative amount");
        }
        payload.ifPresent(digest -> digest.requireSize(Sha256.SIZE, "the digest of a payload"));
    }

    /** A call of a tool on resources, without arguments and amount. */
    public static CapabilityRequest of(String tool, String... resources) {
        return new CapabilityRequest(
                tool, List.of(resources), new TreeMap<>(), 0, Optional.empty());
    }

    /** SHA-256 of {@code [tool, resources, arguments, amount, payload or null]}. */
    public Bytes digest() {
        Map<String, CborValue> values = new LinkedHashMap<>();
        arguments.forEach((name, value) -> values.put(name, value.cbor()));
        return Sha256.of(
                CborWriter.encode(
                        CborValue.array(
                                CborValue.of(tool),
                                CborValue.texts(resources),
                                CborValue.map(values),
                                CborValue.of(amount),
                                payload.map(CborValue::of).orElseGet(CborValue.Null::new))));
    }
}
