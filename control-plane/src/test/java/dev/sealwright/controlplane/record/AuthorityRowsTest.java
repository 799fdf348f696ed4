package dev.sealwright.controlplane.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.access.Orgs;
import dev.sealwright.controlplane.approval.Authority;
import dev.sealwright.controlplane.enrol.TestHost;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.enrol.CertificateAnswer;
import dev.sealwright.protocol.leaf.RecordKind;
import dev.sealwright.protocol.policy.PolicyAcceptance;
import dev.sealwright.protocol.policy.PolicyDelivery;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Somebody edits each kind of row that grants or removes something, restores an old one, deletes a
 * removal, and gains nothing. That no kind is left out follows from the schema itself.
 */
class AuthorityRowsTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final String ORG = "/v1/orgs/acme";

    /** Tables whose rows give nobody a right, and what stands behind that. */
    private static final Map<String, String> NO_AUTHORITY =
            Map.ofEntries(
                    Map.entry("flyway_schema_history", "which migrations ran"),
                    Map.entry("log_pending", "the key service admits each leaf itself"),
                    Map.entry("log_entry", "hashed into the signed root: IntegrityTest"),
                    Map.entry("log_event_detail", "hashed into the leaf: IntegrityTest"),
                    Map.entry("log_tile", "recomputed from entries: IntegrityTest"),
                    Map.entry("log_head", "compared with the key service: RestoredDatabaseTest"),
                    Map.entry("log_checkpoint", "signed"),
                    Map.entry("key_version", "reserves a number; the version is its leaf"),
                    Map.entry("org_key_version", "reserves a number; the version is its leaf"),
                    Map.entry(
                            "secret_reseal",
                            "names its leaf, and the leaf the blob: EditedSecretsTest"),
                    Map.entry("log_actor", "for people: no right follows from it"),
                    Map.entry("log_pruning", "held against its event: RetentionTest"),
                    Map.entry("log_leaf_pruning", "held against its leaf: LeafPruningTest"),
                    Map.entry("stream_position", "where a stream stands: StreamsTest"),
                    Map.entry("host_events", "which of its numbers a host has told"),
                    Map.entry("log_lease", "who sequences, not what: RacesTest"),
                    Map.entry(
                            "log_epoch",
                            "documents that the anchors name by digest: EpochOpeningTest"),
                    Map.entry(
                            "log_anchors",
                            "signed by the root, in force by a leaf: ReplacedVoterTest"),
                    Map.entry("ceremony_transcript", "hashed into its leaf: HeldCeremonyTest"),
                    Map.entry(
                            "entrusted_secret",
                            "sealed by the member that opens it: CompromisedControlPlaneTest"),
                    Map.entry(
                            "secret_sealing",
                            "opens to nothing but what its leaf commits to: SecretSharingTest"),
                    Map.entry("log_cosignature", "signed by the witness: WitnessesTest"),
                    Map.entry("log_witness_claim", "raises an alarm and stops nothing: ADR 61"),
                    Map.entry(
                            "voter_vote", "signed by the voter; who edits it hides what was lost"),
                    Map.entry("capability_token", "hashed into its leaf: CapabilityTokensTest"),
                    Map.entry(
                            "token_revocation_list", "hashed into its leaf: CapabilityTokensTest"),
                    Map.entry("report", "proves itself: ReportTest"),
                    Map.entry("idempotent_request", "authenticated: IdempotencyTest"));

    /** A declarative resource: its path, and two bodies that differ by old and new. */
    private record Declared(RecordKind kind, String path, String body) {
        String before() {
            return body.replace("TEXT", "the-old-text");
        }

        String after() {
            return body.replace("TEXT", "the-new-text");
        }
    }

    private static final Set<Declared> DECLARED =
            Set.of(
                    new Declared(RecordKind.ORG, "/v1/orgs/NAME", "{\"display_name\":\"TEXT\"}"),
                    new Declared(
                            RecordKind.USER, ORG + "/users/NAME", "{\"display_name\":\"TEXT\"}"),
                    new Declared(
                            RecordKind.ROLE_BINDING,
                            ORG + "/role-bindings/NAME",
                            "{\"user\":\"mallory\",\"role\":\"AGENT\",\"may_unseal\":[\"TEXT\"]}"),
                    new Declared(
                            RecordKind.API_KEY,
                            ORG + "/api-keys/NAME",
                            "{\"user\":\"mallory\",\"secret_sha256\":\"TEXT\"}"),
                    new Declared(
                            RecordKind.SANDBOX_SPEC,
                            ORG + "/sandbox-specs/NAME",
                            "{\"policy\":\"base\",\"description\":\"TEXT\"}"),
                    new Declared(
                            RecordKind.POLICY_SOURCE,
                            ORG + "/policies/NAME",
                            "{\"tools\":{\"block\":[\"TEXT\"]}}"),
                    new Declared(
                            RecordKind.KEY,
                            ORG + "/keys/NAME",
                            "{\"algorithm\":\"ES256\",\"description\":\"TEXT\"}"),
                    new Declared(
                            RecordKind.SECRET, ORG + "/secrets/NAME", "{\"description\":\"TEXT\"}"),
                    new Declared(
                            RecordKind.APPRAISAL_POLICY,
                            ORG + "/appraisal-policies/NAME",
                            "{\"description\":\"TEXT\",\"format\":\"maa\",\"require_checked\":[\"signature\"],"
                                    + "\"criteria\":{\"allow_debug\":false,\"issuers\":\"any\","
                                    + "\"attestation_types\":[\"sevsnpvm\"],"
                                    + "\"compliance_statuses\":\"any\",\"release_policy\":\"any\"}}"),
                    new Declared(
                            RecordKind.REFERENCE_VALUES,
                            ORG + "/reference-values/NAME",
                            "{\"values\":[{\"name\":\"TEXT\",\"source_commit\":\"1a2b3c4\",\"build\":\"7\",\"claim\":\"pcr0\",\"value\":\""
                                    + "01".repeat(48)
                                    + "\"}]}"));

    /** A trial, and the tables of whose rows it shows that they give nothing. */
    private record Trial(String name, Set<String> tables, Runnable run) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Trial> trials() {
        return Stream.concat(
                DECLARED.stream()
                        .sorted((a, b) -> a.kind().compareTo(b.kind()))
                        .flatMap(AuthorityRowsTest::ofRecord),
                Stream.of(
                        new Trial(
                                "a verifier for a key of one's own",
                                Set.of("record"),
                                AuthorityRowsTest::verifierOfOnesOwn),
                        new Trial(
                                "a role binding that is made to refer to oneself",
                                Set.of("record_reference"),
                                AuthorityRowsTest::anothersBinding),
                        new Trial(
                                "a compiled policy",
                                Set.of("policy_version"),
                                AuthorityRowsTest::compiledPolicy),
                        new Trial(
                                "the number of the last policy",
                                Set.of("policy_head"),
                                AuthorityRowsTest::policyNumber),
                        new Trial("a bootstrap", Set.of("bootstrap"), AuthorityRowsTest::bootstrap),
                        new Trial(
                                "a burn that is undone",
                                Set.of("bootstrap", "enrolment", "host"),
                                AuthorityRowsTest::burn),
                        new Trial(
                                "an enrolment given to another key",
                                Set.of("enrolment"),
                                AuthorityRowsTest::enrolment),
                        new Trial(
                                "a revocation that is deleted",
                                Set.of("host", "host_key", "host_renewal"),
                                AuthorityRowsTest::revocation),
                        new Trial(
                                "the value of a secret",
                                Set.of("secret_version"),
                                AuthorityRowsTest::secretValue),
                        new Trial(
                                "a chunk of a large secret",
                                Set.of("secret_chunk"),
                                AuthorityRowsTest::secretChunk),
                        new Trial(
                                "an approval that is called signed",
                                Set.of("approval"),
                                AuthorityRowsTest::unsignedApproval),
                        new Trial(
                                "an approval whose body is another",
                                Set.of("approval"),
                                AuthorityRowsTest::otherBody),
                        new Trial(
                                "the name of an authority key",
                                Set.of("authority_key_name"),
                                AuthorityRowsTest::keyName)));
    }

    private static Stream<Trial> ofRecord(Declared declared) {
        Set<String> tables = Set.of("record", "record_row");
        String kind = declared.kind().type();
        Stream<Trial> trials =
                Stream.of(
                        new Trial(kind + ", edited", tables, () -> edited(declared)),
                        new Trial(kind + ", an old one restored", tables, () -> restored(declared)),
                        new Trial(kind + ", renamed", tables, () -> renamed(declared)));
        // The removal of a key is its destruction, which the key service keeps.
        return declared.kind() == RecordKind.KEY
                ? trials
                : Stream.concat(
                        trials,
                        Stream.of(
                                new Trial(
                                        kind + ", its removal deleted",
                                        tables,
                                        () -> unremoved(declared))));
    }

    @ParameterizedTest
    @MethodSource("trials")
    void nothingIsGained(Trial trial) {
        trial.run().run();
    }

    @Test
    void everyTableOfTheSchemaIsTriedOrGivesNobodyARight() throws SQLException {
        Set<String> tables = new TreeSet<>();
        try (Connection connection = SERVICE.database().getConnection();
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                "SELECT table_name FROM information_schema.tables WHERE"
                                        + " table_schema = 'public' AND table_type = 'BASE"
                                        + " TABLE'")) {
            while (found.next()) {
                tables.add(found.getString(1));
            }
        }
        Set<String> known =
                trials().flatMap(trial -> trial.tables().stream()).collect(Collectors.toSet());
        known.addAll(NO_AUTHORITY.keySet());

        assertThat(known).containsExactlyInAnyOrderElementsOf(tables);
    }

    /** Revocations have no document of their own: they are tried with their host. */
    @Test
    void everyKindOfRecordIsTried() {
        Set<RecordKind> kinds =
                DECLARED.stream()
                        .map(Declared::kind)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(RecordKind.class)));
        kinds.add(RecordKind.REVOCATION);

        assertThat(kinds).isEqualTo(EnumSet.allOf(RecordKind.class));
    }

    @BeforeAll
    static void anOrganisation() {
        must(admin().put(ORG, "{}"));
        must(admin().put(ORG + "/users/mallory", "{}"));
        must(admin().put(ORG + "/users/boss", "{}"));
        must(admin().put(ORG + "/policies/base", "{\"ttl_seconds\":3600}"));
        must(admin().put(ORG + "/policies/wide", "{\"tools\":{\"allow\":[\"all\"]}}"));
        must(admin().put(ORG + "/sandbox-specs/web", "{\"policy\":\"base\"}"));
        must(admin().put(ORG + "/sandbox-specs/other", "{\"policy\":\"wide\"}"));
        must(admin().put("/v1/orgs/guarded", "{}"));
        must(admin().put("/v1/orgs/guarded/policies/base", "{}"));
        must(admin().put("/v1/orgs/guarded/sandbox-specs/web", "{\"policy\":\"base\"}"));
        must(admin().put("/v1/orgs/guarded/authority-keys/security", AUTHORITY.registration()));
    }

    private static final Authority AUTHORITY = Authority.ed25519();

    private static Client admin() {
        return SERVICE.admin();
    }

    private static Answer must(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer;
    }

    private static void sql(String statement) {
        try (Connection connection = SERVICE.database().getConnection();
                Statement edit = connection.createStatement()) {
            assertThat(edit.executeUpdate(statement)).as(statement).isPositive();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String fresh() {
        return "x" + UUID.randomUUID().toString().substring(0, 8);
    }

    // ---- records ----

    private static String path(Declared declared, String name) {
        return declared.path().replace("NAME", name);
    }

    /** API keys hold digests, which have a form. */
    private static String body(Declared declared, String body) {
        return declared.kind() == RecordKind.API_KEY
                ? declared.body().replace("TEXT", Sha256.of(Bytes.utf8(body)).base64Url())
                : body;
    }

    private static String put(Declared declared, String name, String body) {
        must(admin().put(path(declared, name), body(declared, body)));
        return path(declared, name);
    }

    private static String rows(Declared declared, String name) {
        return String.format(
                Locale.ROOT,
                "(SELECT id FROM record_row WHERE kind = '%s' AND name = '%s')",
                declared.kind().type(),
                name);
    }

    private static void edited(Declared declared) {
        String name = fresh();
        String path = put(declared, name, declared.before());
        sql(
                "UPDATE record SET document = convert_to(replace(convert_from(document, 'UTF8'),"
                        + " '}}', ' }}'), 'UTF8') WHERE row_id IN "
                        + rows(declared, name));

        assertThat(admin().get(path).problem()).isEqualTo("not-found");
    }

    private static void restored(Declared declared) {
        String name = fresh();
        put(declared, name, declared.before());
        String path = put(declared, name, declared.after());
        sql(
                "UPDATE record n SET document = o.document, salt = o.salt, lookup = o.lookup FROM"
                        + " record o WHERE o.row_id = n.row_id AND o.version = 1 AND n.version = 2"
                        + " AND n.row_id IN "
                        + rows(declared, name));

        assertThat(admin().get(path).problem()).isEqualTo("not-found");
    }

    private static void renamed(Declared declared) {
        String name = fresh();
        put(declared, name, declared.before());
        String other = fresh();
        sql("UPDATE record_row SET name = '" + other + "' WHERE id IN " + rows(declared, name));

        assertThat(admin().get(path(declared, other)).problem()).isEqualTo("not-found");
    }

    private static void unremoved(Declared declared) {
        String name = fresh();
        String path = put(declared, name, declared.before());
        must(admin().delete(path));
        sql("DELETE FROM record WHERE state = 'removed' AND row_id IN " + rows(declared, name));

        assertThat(admin().get(path).problem()).isEqualTo("not-found");
    }

    private static void verifierOfOnesOwn() {
        String theirs = "sw_" + Sha256.of(Bytes.utf8("theirs")).base64Url();
        String own = "sw_" + Sha256.of(Bytes.utf8("own")).base64Url();
        for (String[] key : new String[][] {{"theirs", theirs, "boss"}, {"own", own, "mallory"}}) {
            must(
                    admin().put(
                                    ORG + "/api-keys/" + key[0],
                                    "{\"user\":\""
                                            + key[2]
                                            + "\",\"secret_sha256\":\""
                                            + Sha256.of(Bytes.utf8(key[1])).base64Url()
                                            + "\"}"));
        }
        sql(
                "UPDATE record t SET document = convert_to(replace(convert_from(o.document,"
                        + " 'UTF8'), 'mallory', 'boss'), 'UTF8'), lookup = o.lookup FROM record o"
                        + " WHERE t.row_id IN (SELECT id FROM record_row WHERE kind = 'api-key' AND"
                        + " name = 'theirs') AND o.row_id IN (SELECT id FROM record_row WHERE kind ="
                        + " 'api-key' AND name = 'own')");

        assertThat(SERVICE.people().withKey(own).get("/v1/whoami").text()).doesNotContain("boss");
        assertThat(SERVICE.people().withKey(theirs).get("/v1/whoami").problem())
                .isEqualTo("unauthenticated");
    }

    private static void anothersBinding() {
        String key = "sw_" + Sha256.of(Bytes.utf8("mallory")).base64Url();
        must(
                admin().put(
                                ORG + "/api-keys/mallory",
                                "{\"user\":\"mallory\",\"secret_sha256\":\""
                                        + Sha256.of(Bytes.utf8(key)).base64Url()
                                        + "\"}"));
        must(admin().put(ORG + "/role-bindings/boss", "{\"user\":\"boss\",\"role\":\"ADMIN\"}"));
        sql(
                "UPDATE record_reference SET target = (SELECT id FROM record_row WHERE kind = 'user'"
                        + " AND name = 'mallory') WHERE target = (SELECT id FROM record_row WHERE"
                        + " kind = 'user' AND name = 'boss') AND leaf_id IN (SELECT leaf_id FROM"
                        + " record r JOIN record_row w ON w.id = r.row_id WHERE w.kind ="
                        + " 'role-binding' AND w.name = 'boss')");

        assertThat(SERVICE.people().withKey(key).get(ORG + "/users").problem())
                .isIn("not-found", "forbidden");
    }

    // ---- hosts ----

    private static BootstrapSeed minted(String org) {
        BootstrapSeed seed = TestHost.seed();
        must(mint(org, seed));
        return seed;
    }

    private static Answer mint(String org, BootstrapSeed seed) {
        return admin().post(
                        org + "/bootstraps",
                        "{\"sandbox_spec\":\"web\",\"public_key\":\""
                                + seed.publicKey().base64Url()
                                + "\"}");
    }

    private static String id(BootstrapSeed seed) {
        return "decode('" + seed.id().value().hex() + "', 'hex')";
    }

    private record Enrolled(TestHost host, CertificateAnswer certificate) {
        static Enrolled by(BootstrapSeed seed) {
            TestHost host = new TestHost(SERVICE);
            return new Enrolled(host, TestHost.certificate(must(host.enrol(seed))));
        }

        Answer sync() {
            return host.with(certificate).get("/v1/sync?last_policy_version=0&wait_seconds=0");
        }

        UUID sandbox() {
            return TestHost.sandbox(certificate);
        }
    }

    private static UUID spec(String name) {
        return UUID.fromString(admin().get(ORG + "/sandbox-specs/" + name).json().text("id"));
    }

    private static void compiledPolicy() {
        Enrolled host = Enrolled.by(minted(ORG));
        assertThat(delivered(host).isPresent()).isTrue();
        new PolicyAcceptance(org(), Uuids.bytes(spec("web")), verifier())
                .verify(delivered(host).orElseThrow());
        sql(
                "UPDATE policy_version SET policy = set_byte(policy, 20, get_byte(policy, 20) # 1)"
                        + " WHERE spec = '"
                        + spec("web")
                        + "'");

        assertThatThrownBy(
                        () ->
                                new PolicyAcceptance(org(), Uuids.bytes(spec("web")), verifier())
                                        .verify(delivered(host).orElseThrow()))
                .isInstanceOf(VerificationException.class);
        sql(
                "UPDATE host SET spec = '"
                        + spec("other")
                        + "' WHERE sandbox = '"
                        + host.sandbox()
                        + "'");
        assertThatThrownBy(
                        () ->
                                new PolicyAcceptance(org(), Uuids.bytes(spec("web")), verifier())
                                        .verify(delivered(host).orElseThrow()))
                .isInstanceOf(VerificationException.class);
    }

    private static Optional<PolicyDelivery> delivered(Enrolled host) {
        return must(host.sync()).json().items("items").stream()
                .map(AuthorityRowsTest::delivery)
                .reduce((first, second) -> second);
    }

    private static PolicyDelivery delivery(Json json) {
        return new PolicyDelivery(
                Bytes.fromBase64Url(json.text("policy")),
                Bytes.fromBase64Url(json.text("salt")),
                Bytes.fromBase64Url(json.text("leaf")),
                Receipt.parse(json.text("receipt")));
    }

    private static Bytes org() {
        return SERVICE.bean(Orgs.class).find("acme").orElseThrow().tag();
    }

    private static ReceiptVerifier verifier() {
        return new ReceiptVerifier(SERVICE.anchors());
    }

    /** The same number twice: the database itself refuses, and no host gets a second version 1. */
    private static void policyNumber() {
        must(admin().put(ORG + "/policies/counted", "{\"ttl_seconds\":600}"));
        must(admin().put(ORG + "/sandbox-specs/counted", "{\"policy\":\"counted\"}"));
        UUID spec = spec("counted");
        must(admin().post("/v1/reports?org=acme", "{}"));
        sql("UPDATE policy_head SET version = 0 WHERE spec = '" + spec + "'");
        must(admin().put(ORG + "/policies/counted", "{\"ttl_seconds\":601}"));

        assertThat(admin().post("/v1/reports?org=acme", "{}").status()).isGreaterThanOrEqualTo(500);
        sql("UPDATE policy_head SET version = 1 WHERE spec = '" + spec + "'");
        must(admin().post("/v1/reports?org=acme", "{}"));
    }

    private static void bootstrap() {
        for (String edit :
                new String[] {
                    "spec = '" + spec("other") + "'",
                    "public_key = decode(repeat('07', 32), 'hex')",
                    "exp = exp + interval '1 day'",
                    "org = (SELECT scope FROM record_row WHERE kind = 'policy-source' AND name ="
                            + " 'base' AND scope <> bootstrap.org LIMIT 1)"
                }) {
            BootstrapSeed seed = minted(ORG);
            sql("UPDATE bootstrap SET " + edit + " WHERE id = " + id(seed));
            Answer asked =
                    SERVICE.hosts().post("/v1/enrolments", "{\"id\":\"" + seed.id().text() + "\"}");
            assertThat(asked.status()).as(edit).isIn(404, 422);
        }
    }

    private static void burn() {
        BootstrapSeed seed = minted(ORG);
        Enrolled first = Enrolled.by(seed);
        sql("UPDATE bootstrap SET burned_at = NULL WHERE id = " + id(seed));
        sql("DELETE FROM enrolment WHERE bootstrap = " + id(seed));
        sql("DELETE FROM host WHERE sandbox = '" + first.sandbox() + "'");

        assertThat(new TestHost(SERVICE).enrol(seed).problem()).isEqualTo("bootstrap-spent");
    }

    private static void enrolment() {
        BootstrapSeed seed = minted(ORG);
        Enrolled.by(seed);
        TestHost second = new TestHost(SERVICE);
        sql(
                "UPDATE enrolment SET chain = NULL, spki = decode('"
                        + Sha256.of(second.spki()).hex()
                        + "', 'hex') WHERE bootstrap = "
                        + id(seed));

        assertThat(second.enrol(seed).status()).isGreaterThanOrEqualTo(400);
    }

    private static void revocation() {
        Enrolled host = Enrolled.by(minted(ORG));
        assertThat(host.sync().status()).isEqualTo(200);
        must(
                admin().post(
                                ORG + "/hosts/" + host.sandbox() + "/revocation",
                                "{\"reason\":\"stolen\"}"));
        sql(
                "UPDATE host SET revoked_at = NULL, revoked_by = NULL, revocation_salt = NULL,"
                        + " revocation_document = NULL, revocation_leaf = NULL WHERE sandbox = '"
                        + host.sandbox()
                        + "'");
        assertNoWayIn(host);
        sql("DELETE FROM host_key WHERE sandbox = '" + host.sandbox() + "'");
        sql(
                "INSERT INTO host_renewal (leaf_id, sandbox, previous, spki, nbf, exp) VALUES"
                        + " (gen_random_uuid(), '"
                        + host.sandbox()
                        + "', decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'),"
                        + " now(), now())");
        assertNoWayIn(host);
        sql("DELETE FROM host WHERE sandbox = '" + host.sandbox() + "'");
        assertNoWayIn(host);
    }

    /** At the handshake, or at the door behind it. */
    private static void assertNoWayIn(Enrolled host) {
        try {
            Answer answer = host.sync();
            assertThat(answer.status()).as(answer.text()).isIn(401, 403);
        } catch (UncheckedIOException refusedInTls) {
            assertThat(refusedInTls).hasMessageContaining("certificate");
        }
    }

    // ---- secrets ----

    private static String secret(int size) {
        String path = "/v1/orgs/platform/secrets/" + fresh();
        must(admin().put("/v1/orgs/platform/role-bindings/opens", OPENS));
        must(admin().put(path, "{}"));
        must(
                admin().post(
                                path + "/versions",
                                "{\"value\":\"" + Bytes.zeros(size).base64Url() + "\"}"));
        assertThat(admin().post(path + "/versions/1/unseal").status()).isEqualTo(200);
        return path;
    }

    private static final String OPENS =
            "{\"user\":\"first-admin\",\"role\":\"DEVELOPER\",\"may_unseal\":[\"*\"]}";

    private static String secretRow(String path) {
        return "(SELECT id FROM record_row WHERE kind = 'secret' AND name = '"
                + path.substring(path.lastIndexOf('/') + 1)
                + "')";
    }

    private static void secretValue() {
        String path = secret(100);
        sql(
                "UPDATE secret_version SET blob = set_byte(blob, 40, get_byte(blob, 40) # 1) WHERE"
                        + " secret = "
                        + secretRow(path));

        assertThat(admin().post(path + "/versions/1/unseal").problem()).isEqualTo("secret-damaged");
    }

    private static void secretChunk() {
        String path = secret(100_000);
        sql(
                "UPDATE secret_chunk SET data = set_byte(data, 40, get_byte(data, 40) # 1) WHERE"
                        + " leaf_id IN (SELECT leaf_id FROM secret_version WHERE secret = "
                        + secretRow(path)
                        + ")");

        assertThat(admin().post(path + "/versions/1/unseal").status()).isGreaterThanOrEqualTo(400);
    }

    // ---- authority keys ----

    private static final String GUARDED = "/v1/orgs/guarded";

    private static String waiting(BootstrapSeed seed) {
        Answer answer = mint(GUARDED, seed);
        assertThat(answer.status()).as(answer.text()).isEqualTo(423);
        return answer.header("Location");
    }

    private static String uuid(String approval) {
        return "'" + approval.substring(approval.lastIndexOf('/') + 1) + "'";
    }

    private static Answer sign(String approval) {
        return AUTHORITY.sign(admin(), approval, SERVICE.clock().instant());
    }

    /** Another's approval leaf in the row: the key service sees that it approves something else. */
    private static void unsignedApproval() {
        String signed = waiting(TestHost.seed());
        must(sign(signed));
        BootstrapSeed seed = TestHost.seed();
        String unsigned = waiting(seed);
        sql("UPDATE approval SET signature = NULL WHERE id = " + uuid(signed));
        sql(
                "UPDATE approval SET signature = (SELECT id FROM log_entry WHERE leaf LIKE"
                        + " '%sealwright/approval/v1%'::bytea ORDER BY index DESC LIMIT 1) WHERE id ="
                        + " "
                        + uuid(unsigned));

        assertThat(sign(unsigned).status()).isGreaterThanOrEqualTo(400);
        assertThat(admin().get(GUARDED + "/bootstraps/" + seed.id().text()).problem())
                .isEqualTo("not-found");
    }

    private static void otherBody() {
        String wanted = waiting(TestHost.seed());
        BootstrapSeed seed = TestHost.seed();
        String unwanted = waiting(seed);
        String signature =
                AUTHORITY.signature(
                        admin().get(wanted).json(), SERVICE.clock().instant().plusSeconds(600));
        sql(
                "UPDATE approval SET body = (SELECT body FROM approval WHERE id = "
                        + uuid(unwanted)
                        + ") WHERE id = "
                        + uuid(wanted));

        assertThat(admin().post(wanted + "/signature", signature).problem())
                .isEqualTo("proof-invalid");
        assertThat(admin().get(GUARDED + "/bootstraps/" + seed.id().text()).problem())
                .isEqualTo("not-found");
    }

    private static void keyName() {
        sql("UPDATE authority_key_name SET name = 'mine' WHERE name = 'security'");

        assertThat(admin().get(GUARDED + "/authority-keys/mine").problem()).isEqualTo("not-found");
        assertThat(
                        admin().put(
                                        GUARDED + "/authority-keys/security",
                                        Authority.ed25519().registration())
                                .status())
                .isEqualTo(423);
        sql("DELETE FROM authority_key_name");
        assertThat(admin().get(GUARDED + "/authority-keys").json().items("items")).hasSize(1);
        assertThat(mint(GUARDED, TestHost.seed()).status()).isEqualTo(423);
    }
}
