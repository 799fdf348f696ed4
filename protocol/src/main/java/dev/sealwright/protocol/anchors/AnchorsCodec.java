package dev.sealwright.protocol.anchors;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import dev.sealwright.protocol.cbor.MapFields;
import dev.sealwright.protocol.crypto.Ed25519;
import java.util.LinkedHashMap;
import java.util.Map;

/** The payload of an anchors document: a deterministic CBOR map with text keys. */
final class AnchorsCodec {
    private AnchorsCodec() {}

    static Bytes encode(Anchors anchors) {
        Map<String, CborValue> map = new LinkedHashMap<>();
        map.put("version", CborValue.of(anchors.version()));
        map.put("issued", CborValue.of(anchors.validity().notBefore().getEpochSecond()));
        map.put("expires", CborValue.of(anchors.validity().expires().getEpochSecond()));
        map.put("origin", CborValue.of(anchors.origin()));
        map.put("trust_domain", CborValue.of(anchors.trustDomain()));
        map.put("server_names", CborValue.texts(anchors.serverNames()));
        map.put(
                "voters",
                new CborValue.Array(anchors.voters().stream().map(AnchorsCodec::encode).toList()));
        map.put("quorum", CborValue.of(anchors.quorum()));
        map.put(
                "operators",
                new CborValue.Array(
                        anchors.operators().stream().map(AnchorsCodec::encode).toList()));
        map.put("operators_required", CborValue.of(anchors.operatorsRequired()));
        map.put("server_ca", CborValue.of(anchors.serverCa()));
        map.put("host_ca", CborValue.of(anchors.hostCa()));
        map.put("recovery_key", CborValue.of(anchors.recoveryKey()));
        map.put("next_root", anchors.nextRoot().map(CborValue::of).orElse(new CborValue.Null()));
        return CborWriter.encode(CborValue.map(map));
    }

    private static CborValue encode(Voter voter) {
        return CborValue.map(
                Map.of(
                        "name", CborValue.of(voter.name()),
                        "kind", CborValue.of(voter.kind().text()),
                        "key", CborValue.of(voter.key())));
    }

    private static CborValue encode(Operator operator) {
        return CborValue.map(
                Map.of("name", CborValue.of(operator.name()), "key", CborValue.of(operator.key())));
    }

    static Anchors decode(Bytes payload) {
        MapFields f = MapFields.of(CborReader.strict(payload, AnchorsDocument.MAX_SIZE), "anchors");
        Anchors anchors =
                new Anchors(
                        f.uint("version"),
                        new Validity(f.time("issued"), f.time("expires")),
                        f.text("origin"),
                        f.text("trust_domain"),
                        f.texts("server_names"),
                        f.take("voters").asArray("voters").stream()
                                .map(AnchorsCodec::voter)
                                .toList(),
                        small(f, "quorum"),
                        f.take("operators").asArray("operators").stream()
                                .map(AnchorsCodec::operator)
                                .toList(),
                        small(f, "operators_required"),
                        f.bytes("server_ca"),
                        f.bytes("host_ca"),
                        f.bytes("recovery_key"),
                        f.takeNullable("next_root").map(root -> root.asBytes("next_root")));
        f.end();
        return anchors;
    }

    private static int small(MapFields fields, String name) {
        long value = fields.uint(name);
        if (value > Anchors.MAX_MEMBERS) {
            throw new MalformedException(name + " is out of range");
        }
        return (int) value;
    }

    private static Voter voter(CborValue value) {
        MapFields f = MapFields.of(value, "a voter");
        Voter voter =
                new Voter(
                        f.text("name"),
                        VoterKind.of(f.text("kind")),
                        f.bytes("key", Ed25519.KEY_SIZE));
        f.end();
        return voter;
    }

    private static Operator operator(CborValue value) {
        MapFields f = MapFields.of(value, "an operator");
        Operator operator = new Operator(f.text("name"), f.bytes("key", Ed25519.KEY_SIZE));
        f.end();
        return operator;
    }
}
