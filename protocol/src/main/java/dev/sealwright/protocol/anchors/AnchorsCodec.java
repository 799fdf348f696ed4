package dev.sealwright.protocol.anchors;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import dev.sealwright.protocol.cbor.MapFields;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.crypto.MlDsa65;
import dev.sealwright.protocol.crypto.Sha256;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The payload of an anchors document: a deterministic CBOR map with text keys. */
final class AnchorsCodec {
    private static final String POST_QUANTUM = "post_quantum_key";

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
        if (!anchors.closed().isEmpty()) {
            map.put(
                    "closed",
                    new CborValue.Array(
                            anchors.closed().stream().map(AnchorsCodec::encode).toList()));
        }
        if (!anchors.furtherCas().isEmpty()) {
            map.put(
                    "further_cas",
                    new CborValue.Array(
                            anchors.furtherCas().stream().map(AnchorsCodec::encode).toList()));
        }
        anchors.replaces().ifPresent(before -> map.put("replaces", CborValue.of(before)));
        return CborWriter.encode(CborValue.map(map));
    }

    private static CborValue encode(MemberCas cas) {
        return CborValue.map(
                Map.of(
                        "member", CborValue.of(cas.member()),
                        "server_ca", CborValue.of(cas.serverCa()),
                        "host_ca", CborValue.of(cas.hostCa())));
    }

    private static CborValue encode(ClosedEpoch epoch) {
        return CborValue.map(
                Map.of(
                        "origin", CborValue.of(epoch.origin()),
                        "anchors", CborValue.of(epoch.anchors()),
                        "size", CborValue.of(epoch.size()),
                        "root", CborValue.of(epoch.root()),
                        "restored_size", CborValue.of(epoch.restoredSize()),
                        "restored_root", CborValue.of(epoch.restoredRoot())));
    }

    private static CborValue encode(Voter voter) {
        Map<String, CborValue> map = new LinkedHashMap<>();
        map.put("name", CborValue.of(voter.name()));
        map.put("kind", CborValue.of(voter.kind().text()));
        map.put("key", CborValue.of(voter.key()));
        voter.postQuantumKey().ifPresent(key -> map.put(POST_QUANTUM, CborValue.of(key)));
        return CborValue.map(map);
    }

    /** A plain key stands without its kind, as it did before there were others. */
    private static CborValue encode(Operator operator) {
        Map<String, CborValue> map = new LinkedHashMap<>();
        map.put("name", CborValue.of(operator.name()));
        if (operator.key() instanceof OperatorKey.Plain plain) {
            map.put("key", CborValue.of(plain.raw()));
            return CborValue.map(map);
        }
        map.put("kind", CborValue.of(operator.key().kind()));
        map.put("key", CborValue.of(operator.key().spki()));
        if (operator.key() instanceof OperatorKey.Passkey passkey) {
            map.put("relying_party", CborValue.of(passkey.relyingParty()));
        }
        return CborValue.map(map);
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
                        f.takeNullable("next_root").map(root -> root.asBytes("next_root")),
                        f.has("closed")
                                ? some(f.take("closed"), "closed", AnchorsCodec::closedEpoch)
                                : List.of(),
                        f.has("further_cas")
                                ? some(f.take("further_cas"), "further_cas", AnchorsCodec::cas)
                                : List.of(),
                        f.has("replaces")
                                ? Optional.of(f.bytes("replaces", Sha256.SIZE))
                                : Optional.empty());
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

    /** One that is empty is left out, so that there is one form of each document. */
    private static <T> List<T> some(CborValue value, String what, Function<CborValue, T> item) {
        List<CborValue> items = value.asArray(what);
        if (items.isEmpty()) {
            throw new MalformedException(what + " is empty");
        }
        return items.stream().map(item).toList();
    }

    private static MemberCas cas(CborValue value) {
        MapFields f = MapFields.of(value, "issuing CAs");
        MemberCas cas = new MemberCas(f.text("member"), f.bytes("server_ca"), f.bytes("host_ca"));
        f.end();
        return cas;
    }

    private static ClosedEpoch closedEpoch(CborValue value) {
        MapFields f = MapFields.of(value, "a closed epoch");
        ClosedEpoch epoch =
                new ClosedEpoch(
                        f.text("origin"),
                        f.bytes("anchors"),
                        f.uint("size"),
                        f.bytes("root"),
                        f.uint("restored_size"),
                        f.bytes("restored_root"));
        f.end();
        return epoch;
    }

    private static Voter voter(CborValue value) {
        MapFields f = MapFields.of(value, "a voter");
        Voter voter =
                new Voter(
                        f.text("name"),
                        VoterKind.of(f.text("kind")),
                        f.bytes("key", Ed25519.KEY_SIZE),
                        f.has(POST_QUANTUM)
                                ? Optional.of(f.bytes(POST_QUANTUM, MlDsa65.KEY_SIZE))
                                : Optional.empty());
        f.end();
        return voter;
    }

    private static Operator operator(CborValue value) {
        MapFields f = MapFields.of(value, "an operator");
        Operator operator = new Operator(f.text("name"), operatorKey(f));
        f.end();
        return operator;
    }

    private static OperatorKey operatorKey(MapFields f) {
        if (!f.has("kind")) {
            return new OperatorKey.Plain(f.bytes("key", Ed25519.KEY_SIZE));
        }
        OperatorKey key =
                OperatorKey.of(
                        f.text("kind"),
                        f.bytes("key"),
                        f.has("relying_party")
                                ? Optional.of(f.text("relying_party"))
                                : Optional.empty());
        if (key instanceof OperatorKey.Plain) {
            throw new MalformedException("a plain key stands without its kind");
        }
        return key;
    }
}
