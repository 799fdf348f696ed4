package dev.sealwright.controlplane.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sealwright.attestation.report.AppraisedReport;
import dev.sealwright.attestation.report.AuthenticReport;
import dev.sealwright.attestation.report.Demands;
import dev.sealwright.attestation.report.KeyPeriod;
import dev.sealwright.attestation.report.Line;
import dev.sealwright.attestation.report.Line.Status;
import dev.sealwright.attestation.report.LogFacts;
import dev.sealwright.attestation.report.ReportFile;
import dev.sealwright.attestation.report.ReportVerifier;
import dev.sealwright.attestation.report.Statement.Organisation;
import dev.sealwright.attestation.report.Statement.TokenKey;
import dev.sealwright.attestation.report.Topic;
import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.log.Proofs;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.LeafCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reports as an auditor gets them, verified with nothing but the root pin. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReportTest {
    @RegisterExtension
    static final RunningService SERVICE =
            new RunningService().with("sealwright.cryptoperiods.originator-days", "mac=2");

    private static final String NONCE = Bytes.utf8("what the auditor chose").base64Url();
    private static final String AUDITOR = key('u');
    private static final String ADMIN = key('a');

    @BeforeAll
    static void twoOrganisations() {
        for (String org : List.of("acme", "other")) {
            done(SERVICE.admin().put("/v1/orgs/" + org, "{}"));
            done(SERVICE.admin().put("/v1/orgs/" + org + "/policies/p", "{\"ttl_seconds\":600}"));
            done(
                    SERVICE.admin()
                            .put("/v1/orgs/" + org + "/sandbox-specs/web", "{\"policy\":\"p\"}"));
        }
        member("auditor", "AUDITOR", AUDITOR);
        member("admin", "ADMIN", ADMIN);
    }

    private static String key(char letter) {
        return "sw_" + String.valueOf(letter).repeat(42) + "A";
    }

    private static void member(String user, String role, String key) {
        String acme = "/v1/orgs/acme";
        String digest = Sha256.of(Bytes.utf8(key)).base64Url();
        done(SERVICE.admin().put(acme + "/users/" + user, "{}"));
        done(
                SERVICE.admin()
                        .put(
                                acme + "/role-bindings/" + user,
                                "{\"user\":\"" + user + "\",\"role\":\"" + role + "\"}"));
        done(
                SERVICE.admin()
                        .put(
                                acme + "/api-keys/" + user,
                                "{\"user\":\""
                                        + user
                                        + "\",\"secret_sha256\":\""
                                        + digest
                                        + "\"}"));
    }

    private static void done(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
    }

    private static Client auditor() {
        return SERVICE.people().withKey(AUDITOR);
    }

    private static ReportFile made(Client client, String query) {
        Answer made = client.post("/v1/reports" + query, "{\"nonce\":\"" + NONCE + "\"}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return file(client, made.json().text("id") + query);
    }

    private static ReportFile file(Client client, String idAndQuery) {
        Answer file = client.get("/v1/reports/" + idAndQuery);
        assertThat(file.status()).as(file.text()).isEqualTo(200);
        return ReportFile.parse(file.body());
    }

    private static AuthenticReport verified(ReportFile file) {
        return new ReportVerifier(SERVICE.anchors().pin()).verify(file);
    }

    private static Map<Topic, Line> lines(
            AuthenticReport report, Demands demands, Optional<LogFacts> log) {
        return AppraisedReport.of(report, demands, log, SERVICE.clock().instant()).lines().stream()
                .collect(Collectors.toMap(Line::topic, line -> line));
    }

    private static Demands demanding(String nonce) {
        return new Demands(
                Optional.of(Bytes.fromBase64Url(nonce)), Optional.empty(), Optional.empty());
    }

    @Test
    void eachLineSaysHowFarItCanBeBelieved() {
        AuthenticReport report = verified(made(SERVICE.admin(), ""));
        Map<Topic, Line> lines = lines(report, demanding(NONCE), Optional.empty());

        // This log is in its first epoch, its voter has one key, and no HSM's evidence is at hand.
        EnumSet<Topic> others =
                EnumSet.of(
                        Topic.EPOCHS,
                        Topic.POST_QUANTUM,
                        Topic.HSM_IDENTITY,
                        Topic.HSM_KEYS,
                        Topic.KEYS_GENERATED,
                        Topic.KEYS_NOT_EXTRACTABLE,
                        Topic.KEYS_NEVER_EXTRACTABLE,
                        Topic.KEYS_SENSITIVE);
        assertThat(lines.keySet()).isEqualTo(EnumSet.complementOf(others));
        assertThat(
                        List.of(
                                Topic.DOCUMENT,
                                Topic.CHECKPOINT,
                                Topic.ANCHORS,
                                Topic.FRESHNESS,
                                Topic.ISSUING_CAS,
                                Topic.SERVER_CERTIFICATE,
                                Topic.OPERATORS,
                                Topic.SANDBOX_SPECS,
                                Topic.POLICIES,
                                Topic.ORG_HEADS))
                .allSatisfy(
                        topic ->
                                assertThat(lines.get(topic).status())
                                        .as(lines.get(topic).toString())
                                        .isEqualTo(Status.PROVEN));
        assertThat(List.of(Topic.POLICIES_NEWEST, Topic.ORG_CHAINS, Topic.HARDWARE, Topic.BUILD))
                .allSatisfy(
                        topic ->
                                assertThat(lines.get(topic).status())
                                        .isEqualTo(Status.NOT_CHECKED));
    }

    @Test
    void nothingThatASoftwareTokenSaysIsMoreThanAsserted() {
        Map<Topic, Line> lines =
                lines(verified(made(auditor(), "?org=acme")), Demands.NONE, Optional.empty());

        for (Topic topic :
                List.of(Topic.TOKEN, Topic.KEYS_BOUND, Topic.KEYS_NAMED, Topic.KEY_PERIODS)) {
            assertThat(lines.get(topic).status()).isEqualTo(Status.ASSERTED);
        }
        assertThat(lines.get(Topic.TOKEN).reason()).contains("software token");
    }

    /**
     * The last one: what is published while it is two days later is of the future for the others.
     */
    @Test
    @Order(Integer.MAX_VALUE)
    void theKeysPeriodsAreToldAndAnEndIsSeen() {
        AuthenticReport young = verified(made(auditor(), "?org=acme"));
        for (TokenKey key : young.statement().keys()) {
            KeyPeriod period = key.period().orElseThrow();
            if (period.state().equals("pending")) {
                // Made by another test on the token that they share; this log does not name it.
                continue;
            }
            assertThat(period.state()).as(key.label()).isEqualTo("active");
            assertThat(period.originatorEnd().orElseThrow())
                    .isAfter(period.activated().orElseThrow());
        }
        Line within = lines(young, Demands.NONE, Optional.empty()).get(Topic.KEY_PERIODS);
        assertThat(within.reason()).contains("the first to end is mac on");

        Duration later = Duration.ofDays(2).plusHours(1);
        SERVICE.clock().advance(later);
        try {
            AuthenticReport old = verified(made(auditor(), "?org=acme"));
            Line over = lines(old, Demands.NONE, Optional.empty()).get(Topic.KEY_PERIODS);
            assertThat(over.status()).isEqualTo(Status.FAILED);
            assertThat(over.reason()).contains("mac since");
        } finally {
            SERVICE.clock().advance(later.negated());
        }
    }

    @Test
    void theKeysAreThoseOnTheToken() {
        List<TokenKey> keys = verified(made(auditor(), "?org=acme")).statement().keys();

        assertThat(keys).extracting(TokenKey::label).contains("log", "server-ca", "host-ca", "mac");
        assertThat(keys)
                .allSatisfy(
                        key ->
                                assertThat(key.affirmed())
                                        .contains("NEVER_EXTRACTABLE", "ALWAYS_SENSITIVE"));
    }

    @Test
    void anotherNonceAndTooGreatAnAgeFail() {
        AuthenticReport report = verified(made(auditor(), "?org=acme"));
        Bytes other = Bytes.utf8("another nonce");

        assertThat(
                        lines(report, demanding(other.base64Url()), Optional.empty())
                                .get(Topic.FRESHNESS)
                                .status())
                .isEqualTo(Status.FAILED);
        SERVICE.clock().advance(Duration.ofSeconds(30));
        Demands young =
                new Demands(
                        Optional.empty(), Optional.of(Duration.ofSeconds(10)), Optional.empty());
        assertThat(lines(report, young, Optional.empty()).get(Topic.FRESHNESS).status())
                .isEqualTo(Status.FAILED);
    }

    @Test
    void aCopyOfTheLogProvesWhatTheReportAloneCannot() {
        AuthenticReport report = verified(made(SERVICE.admin(), ""));
        LogFacts facts = new LogFacts(report);
        List<Long> indexes = LongStream.rangeClosed(0, report.leaf().index()).boxed().toList();
        List<Bytes> leaves = SERVICE.bean(Proofs.class).leaves(indexes);
        indexes.forEach(
                index -> {
                    Bytes leaf = leaves.get(index.intValue());
                    facts.add(index, leaf, LeafCodec.decode(leaf));
                });
        Map<Topic, Line> lines = lines(report, Demands.NONE, Optional.of(facts));

        assertThat(facts.holdsReport()).isTrue();
        for (Topic topic : List.of(Topic.POLICIES_NEWEST, Topic.ORG_CHAINS, Topic.ROLE_BINDINGS)) {
            assertThat(lines.get(topic).status())
                    .as(lines.get(topic).toString())
                    .isEqualTo(Status.PROVEN);
        }
    }

    @Test
    void anotherLogIsNoticed() {
        AuthenticReport report = verified(made(auditor(), "?org=acme"));
        LogFacts facts = new LogFacts(report);
        List<Bytes> leaves = SERVICE.bean(Proofs.class).leaves(List.of(0L, 1L, 2L));
        for (int i = 0; i < leaves.size(); i++) {
            facts.add(i, leaves.get(i), LeafCodec.decode(leaves.get(i)));
        }

        assertThat(facts.holdsReport()).isFalse();
        assertThat(lines(report, Demands.NONE, Optional.of(facts)).get(Topic.ORG_CHAINS).status())
                .isEqualTo(Status.FAILED);
    }

    @Test
    void aReportAboutAnOrganisationTellsOfNoOther() {
        AuthenticReport report = verified(made(auditor(), "?org=acme"));

        assertThat(report.statement().organisations())
                .extracting(Organisation::name)
                .containsExactly("acme");
        assertThat(report.statement().organisations().getFirst().users()).isEqualTo(2);
        assertThat(report.statement().keys())
                .extracting(TokenKey::label)
                .filteredOn(label -> label.startsWith("kek-"))
                .allMatch(label -> label.endsWith(report.statement().org().hex()));
    }

    @Test
    void whoMayHaveAReportIsDecidedByOrganisation() {
        String body = "{}";
        assertThat(auditor().post("/v1/reports?org=other", body).problem()).isEqualTo("not-found");
        assertThat(auditor().post("/v1/reports", body).problem()).isEqualTo("not-found");
        assertThat(SERVICE.people().post("/v1/reports?org=acme", body).problem())
                .isEqualTo("unauthenticated");
        Client admin = SERVICE.people().withKey(ADMIN);
        String id = admin.post("/v1/reports?org=acme", body).json().text("id");
        assertThat(SERVICE.admin().get("/v1/reports/" + id).problem()).isEqualTo("not-found");
        assertThat(SERVICE.admin().get("/v1/reports/" + id + "?org=other").problem())
                .isEqualTo("not-found");
        assertThat(auditor().get("/v1/reports?org=acme").text()).contains(id);
    }

    @Test
    void anOlderReportIsProvenUnderTheNewestCheckpoint() {
        Answer made = auditor().post("/v1/reports?org=acme", "{}");
        String name = made.json().text("id") + "?org=acme";
        AuthenticReport first = verified(file(auditor(), name));
        made(auditor(), "?org=acme");
        AuthenticReport later = verified(file(auditor(), name));

        assertThat(later.statement()).isEqualTo(first.statement());
        assertThat(later.leaf().treeSize()).isGreaterThan(first.leaf().treeSize());
    }

    @Test
    void aNonceThatIsNoneIsRefused() {
        for (String nonce : List.of("", "=", "A".repeat(88))) {
            assertThat(
                            auditor()
                                    .post("/v1/reports?org=acme", "{\"nonce\":\"" + nonce + "\"}")
                                    .problem())
                    .isEqualTo("invalid-request");
        }
    }

    /** The list is made by Maven builds that are online; this one may not have been. */
    private static void aListWasBuilt() {
        assumeThat(ComponentList.find()).as("a build that made a component list").isPresent();
    }

    @Test
    void theComponentListIsTheOneTheReportNames() {
        aListWasBuilt();
        Bytes list = SERVICE.admin().get("/sbom.json").body();
        AuthenticReport report = verified(made(auditor(), "?org=acme"));
        String text = new String(list.toArray(), StandardCharsets.UTF_8);

        assertThat(report.statement().build().sbom()).contains(Sha256.of(list));
        assertThat(text).contains("micronaut-http-server-netty", "key-service");
        assertThat(report.statement().build().components()).isGreaterThan(50);
    }

    @Test
    void librariesThatTheListDoesNotNameAreTold() {
        aListWasBuilt();
        AuthenticReport report = verified(made(auditor(), "?org=acme"));
        Line line = lines(report, Demands.NONE, Optional.empty()).get(Topic.COMPONENTS);

        // The service runs here with the libraries of its tests, and knows them from its own.
        assertThat(report.statement().build().unlisted())
                .anyMatch(name -> name.startsWith("junit-jupiter"))
                .noneMatch(name -> name.startsWith("micronaut-http-server"));
        assertThat(line.status()).isEqualTo(Status.FAILED);
    }
}
