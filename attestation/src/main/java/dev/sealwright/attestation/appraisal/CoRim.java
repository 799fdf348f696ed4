package dev.sealwright.attestation.appraisal;

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

/**
 * Reference values as an unsigned CoRIM (draft-ietf-rats-corim: tag 501 around a corim-map, one
 * CoMID in it under tag 506). Each value is a reference triple: the environment's class names the
 * release (vendor: build, model: name), the measurement's key is the claim, its one digest the
 * value; source commit and receipt stand in the measurement's name. Only what {@link #write} makes
 * is read back: manifests of others hold more than reference values can say.
 */
public final class CoRim {
    private static final int MAX_SIZE = 4 * 1024 * 1024;
    private static final long TAG_CORIM = 501;
    private static final long TAG_COMID = 506;
    private static final int ID = 0;
    private static final int TAGS = 1;
    private static final int COMID_IDENTITY = 1;
    private static final int COMID_TRIPLES = 4;
    private static final int REFERENCE_TRIPLES = 0;
    private static final int CLASS = 0;
    private static final int CLASS_VENDOR = 1;
    private static final int CLASS_MODEL = 2;
    private static final int MEASUREMENT_KEY = 0;
    private static final int MEASUREMENT_VALUE = 1;
    private static final int VALUE_DIGESTS = 2;
    private static final int VALUE_NAME = 11;

    private CoRim() {}

    /** Deterministic: the same values give the same bytes. */
    public static Bytes write(String id, ReferenceValues values) {
        CborValue triples =
                new CborValue.Array(values.values().stream().map(CoRim::triple).toList());
        CborValue comid =
                map(
                        Map.of(
                                COMID_IDENTITY, map(Map.of(ID, CborValue.of(id))),
                                COMID_TRIPLES, map(Map.of(REFERENCE_TRIPLES, triples))));
        Bytes inner =
                CborWriter.encode(
                        new CborValue.Tagged(TAG_COMID, CborValue.of(CborWriter.encode(comid))));
        CborValue corim =
                map(
                        Map.of(
                                ID, CborValue.of(id),
                                TAGS, CborValue.array(CborValue.of(inner))));
        return CborWriter.encode(new CborValue.Tagged(TAG_CORIM, corim));
    }

    private static CborValue triple(ReferenceValue value) {
        CborValue environment =
                map(
                        Map.of(
                                CLASS,
                                map(
                                        Map.of(
                                                CLASS_VENDOR, CborValue.of(value.build()),
                                                CLASS_MODEL, CborValue.of(value.name())))));
        CborValue digest =
                CborValue.array(
                        CborValue.of(algorithm(value.value())), CborValue.of(value.value()));
        String origin = value.sourceCommit() + value.receipt().map(r -> "\n" + r).orElse("");
        CborValue measurement =
                map(
                        Map.of(
                                MEASUREMENT_KEY,
                                CborValue.of(value.claim()),
                                MEASUREMENT_VALUE,
                                map(
                                        Map.of(
                                                VALUE_DIGESTS, CborValue.array(digest),
                                                VALUE_NAME, CborValue.of(origin)))));
        return CborValue.array(environment, CborValue.array(measurement));
    }

    /** Named Information hash algorithms (RFC 6920): 1 sha-256, 7 sha-384, 8 sha-512. */
    private static long algorithm(Bytes value) {
        return switch (value.size()) {
            case 32 -> 1;
            case 48 -> 7;
            case 64 -> 8;
            default ->
                    throw new MalformedException("a reference value not of the size of a digest");
        };
    }

    public static ReferenceValues read(Bytes corim) {
        CborValue outer = tagged(CborReader.strictWithTags(corim, MAX_SIZE), TAG_CORIM);
        List<ReferenceValue> out = new ArrayList<>();
        for (CborValue tag : field(outer, TAGS).asArray("CoRIM tags")) {
            Bytes bytes = tag.asBytes("a CoRIM tag");
            CborValue wrapped = tagged(CborReader.strictWithTags(bytes, MAX_SIZE), TAG_COMID);
            CborValue comid = CborReader.strictWithTags(wrapped.asBytes("a CoMID"), MAX_SIZE);
            field(field(comid, COMID_TRIPLES), REFERENCE_TRIPLES)
                    .asArray("reference triples")
                    .forEach(triple -> out.add(value(triple)));
        }
        return new ReferenceValues(out);
    }

    private static ReferenceValue value(CborValue triple) {
        List<CborValue> parts = triple.asArray("a reference triple", 2);
        CborValue release = field(parts.get(0), CLASS);
        CborValue measurement = parts.get(1).asArray("measurements", 1).getFirst();
        CborValue values = field(measurement, MEASUREMENT_VALUE);
        List<CborValue> digest =
                field(values, VALUE_DIGESTS)
                        .asArray("digests", 1)
                        .getFirst()
                        .asArray("a digest", 2);
        String[] origin = field(values, VALUE_NAME).asText("a name").split("\n", 2);
        return new ReferenceValue(
                field(release, CLASS_MODEL).asText("a model"),
                field(measurement, MEASUREMENT_KEY).asText("a measurement key"),
                digest.get(1).asBytes("a digest"),
                origin[0],
                field(release, CLASS_VENDOR).asText("a vendor"),
                origin.length == 2 ? Optional.of(origin[1]) : Optional.empty());
    }

    private static CborValue tagged(CborValue value, long tag) {
        if (value instanceof CborValue.Tagged(long actual, CborValue content) && actual == tag) {
            return content;
        }
        throw new MalformedException("CBOR without the tag " + tag);
    }

    private static CborValue field(CborValue map, int key) {
        CborValue value = map.asMap("a CoRIM map").get(CborValue.of(key));
        if (value == null) {
            throw new MalformedException("a CoRIM map without the key " + key);
        }
        return value;
    }

    private static CborValue map(Map<Integer, CborValue> entries) {
        var out = new LinkedHashMap<CborValue, CborValue>();
        entries.forEach((key, value) -> out.put(CborValue.of(key), value));
        return new CborValue.Dictionary(out);
    }
}
