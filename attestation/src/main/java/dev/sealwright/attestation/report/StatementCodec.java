package dev.sealwright.attestation.report;

import dev.sealwright.attestation.report.Statement.Build;
import dev.sealwright.attestation.report.Statement.Count;
import dev.sealwright.attestation.report.Statement.Organisation;
import dev.sealwright.attestation.report.Statement.Policy;
import dev.sealwright.attestation.report.Statement.Server;
import dev.sealwright.attestation.report.Statement.Spec;
import dev.sealwright.attestation.report.Statement.Token;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import dev.sealwright.protocol.cbor.MapFields;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A statement as deterministic CBOR: maps with text keys, arrays for what repeats. */
final class StatementCodec {
    private StatementCodec() {}

    static Bytes encode(Statement statement) {
        return CborWriter.encode(
                new MapWriter()
                        .put("salt", statement.salt())
                        .put("time", statement.time().getEpochSecond())
                        .put("org", statement.org())
                        .nullable("nonce", statement.nonce(), CborValue::of)
                        .put("build", build(statement.build()))
                        .put("token", token(statement.token()))
                        .put("keys", statement.keys(), TokenKeyCodec::encode)
                        .put("anchors", statement.anchors())
                        .put("server", server(statement.server()))
                        .put("orgs", statement.organisations(), StatementCodec::organisation)
                        .end());
    }

    private static CborValue build(Build build) {
        return new MapWriter()
                .put("version", build.version())
                .put("java", build.java())
                .nullable("sbom", build.sbom(), CborValue::of)
                .put("components", build.components())
                .put("unlisted", CborValue.texts(build.unlisted()))
                .end();
    }

    private static CborValue token(Token token) {
        return new MapWriter()
                .put("label", token.label())
                .put("serial", token.serial())
                .put("manufacturer", token.manufacturer())
                .put("model", token.model())
                .put("firmware", token.firmware())
                .put("library", token.library())
                .end();
    }

    private static CborValue server(Server server) {
        return new MapWriter()
                .put("chain", server.chain(), CborValue::of)
                .put("leaf", leaf(server.leaf()))
                .end();
    }

    private static CborValue organisation(Organisation org) {
        return new MapWriter()
                .put("tag", org.tag())
                .put("name", org.name())
                .put("users", org.users())
                .put("api_keys", org.apiKeys())
                .put("roles", org.roles(), StatementCodec::count)
                .put("hosts", org.hosts(), StatementCodec::count)
                .put("head", leaf(org.head()))
                .put(
                        "specs",
                        org.specs(),
                        spec ->
                                CborValue.array(
                                        CborValue.of(spec.name()),
                                        CborValue.of(spec.policy()),
                                        leaf(spec.leaf())))
                .put(
                        "policies",
                        org.policies(),
                        policy -> CborValue.array(CborValue.of(policy.spec()), leaf(policy.leaf())))
                .end();
    }

    private static CborValue count(Count count) {
        return CborValue.array(CborValue.of(count.of()), CborValue.of(count.number()));
    }

    private static CborValue leaf(LoggedLeaf leaf) {
        return CborValue.array(CborValue.of(leaf.index()), CborValue.of(leaf.leaf()));
    }

    static Statement decode(Bytes body) {
        MapFields f = MapFields.of(CborReader.strict(body, Statement.MAX_SIZE), "a report");
        Statement statement =
                new Statement(
                        f.bytes("salt"),
                        f.time("time"),
                        f.bytes("org"),
                        optional(f, "nonce"),
                        section(f, "build", StatementCodec::build),
                        section(f, "token", StatementCodec::token),
                        list(f, "keys", value -> of(value, "a key", TokenKeyCodec::decode)),
                        f.bytes("anchors"),
                        section(f, "server", StatementCodec::server),
                        list(f, "orgs", value -> of(value, "an org", StatementCodec::org)));
        f.end();
        return statement;
    }

    private static Build build(MapFields f) {
        return new Build(
                f.text("version"),
                f.text("java"),
                optional(f, "sbom"),
                f.uint("components"),
                f.texts("unlisted"));
    }

    private static Token token(MapFields f) {
        return new Token(
                f.text("label"),
                f.text("serial"),
                f.text("manufacturer"),
                f.text("model"),
                f.text("firmware"),
                f.text("library"));
    }

    private static Server server(MapFields f) {
        return new Server(
                list(f, "chain", each -> each.asBytes("a certificate")), leaf(f.take("leaf")));
    }

    private static Organisation org(MapFields f) {
        return new Organisation(
                f.bytes("tag"),
                f.text("name"),
                f.uint("users"),
                f.uint("api_keys"),
                list(f, "roles", StatementCodec::count),
                list(f, "hosts", StatementCodec::count),
                leaf(f.take("head")),
                list(f, "specs", StatementCodec::spec),
                list(f, "policies", StatementCodec::policy));
    }

    private static Count count(CborValue value) {
        List<CborValue> parts = value.asArray("a count", 2);
        return new Count(parts.get(0).asText("a count"), parts.get(1).asUint("a count"));
    }

    private static Spec spec(CborValue value) {
        List<CborValue> parts = value.asArray("a sandbox spec", 3);
        return new Spec(
                parts.get(0).asText("a sandbox spec"),
                parts.get(1).asText("a sandbox spec"),
                leaf(parts.get(2)));
    }

    private static Policy policy(CborValue value) {
        List<CborValue> parts = value.asArray("a policy", 2);
        return new Policy(parts.get(0).asText("a policy"), leaf(parts.get(1)));
    }

    private static LoggedLeaf leaf(CborValue value) {
        List<CborValue> parts = value.asArray("a leaf", 2);
        return new LoggedLeaf(parts.get(0).asUint("an index"), parts.get(1).asBytes("a leaf"));
    }

    private static Optional<Bytes> optional(MapFields fields, String name) {
        return fields.takeNullable(name).map(value -> value.asBytes(name));
    }

    private static <T> T section(MapFields fields, String name, Function<MapFields, T> reader) {
        return of(fields.take(name), name, reader);
    }

    private static <T> T of(CborValue value, String what, Function<MapFields, T> reader) {
        MapFields fields = MapFields.of(value, what);
        T read = reader.apply(fields);
        fields.end();
        return read;
    }

    private static <T> List<T> list(MapFields fields, String name, Function<CborValue, T> reader) {
        return fields.take(name).asArray(name).stream().map(reader).toList();
    }
}
