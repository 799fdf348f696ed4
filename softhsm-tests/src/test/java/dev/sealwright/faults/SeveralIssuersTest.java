package dev.sealwright.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Fields;
import dev.sealwright.keyservice.api.TokenAlgorithm;
import dev.sealwright.keyservice.wire.KeyServiceAddress;
import dev.sealwright.keyservice.wire.Patience;
import dev.sealwright.keyservice.wire.RemoteKeyService;
import dev.sealwright.testkit.JavaProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three members on three tokens, each a program that issues and opens. Under a load of enrolments,
 * renewals, sealings and openings one after the other dies (-9), stays away and returns; then the
 * first one's token is gone for good.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SeveralIssuersTest {
    private static final Duration AWAY = Duration.ofSeconds(2);

    @TempDir private static Path folder;
    private static Deployment deployment;
    private static Cli cli;

    @BeforeAll
    static void threeMembers() throws IOException {
        deployment = Requirements.fullMembers(Files.createDirectory(folder.resolve("service")), 2);
        deployment.start();
        cli = new Cli(Files.createDirectory(folder.resolve("people")));
        cli.settleIn(deployment);
        Household.mayUnseal(cli);
    }

    @AfterAll
    static void stop() {
        if (deployment != null) {
            deployment.close();
        }
    }

    private static boolean isComplete() {
        return Household.members(cli).stream()
                .allMatch(
                        each ->
                                each.text("state").equals("present")
                                        && each.number("missing") == 0);
    }

    private static Fields member(String name) {
        return Household.members(cli).stream()
                .filter(each -> each.text("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Order(1)
    void theLossOfAnyOneCostsNoRequestAndItReturns(TestReporter reporter) throws Exception {
        Household household = new Household(deployment, cli, "lost");
        household.during(
                () -> {
                    for (String name : deployment.members().names()) {
                        JavaProgram program = deployment.members().program(name);
                        household.awaitMore(5);
                        program.kill();
                        household.awaitMore(5);
                        Soak.pause(AWAY);
                        program.start();
                        Gate.await(SeveralIssuersTest::isComplete);
                    }
                    deployment.leaveKeysAlone(true);
                    deployment.keys().kill();
                    household.awaitMore(5);
                    assertThat(deployment.isReady()).isTrue();
                    assertThat(member("member-1").text("state")).isEqualTo("away");
                    Soak.pause(AWAY);
                    assertThat(member("member-1").number("missing")).isPositive();
                    deployment.leaveKeysAlone(false);
                    household.awaitMore(5);
                });

        reporter.publishEntry("openings", Long.toString(household.opened()));
        reporter.publishEntry("hosts", Long.toString(household.renewed()));
        assertThat(household.failures()).isEmpty();
        Gate.await(SeveralIssuersTest::isComplete);
        assertThat(cli.operator("audit", "entries", "--kind", "member.completed", "--json").out())
                .contains("member-1")
                .contains("member-2")
                .contains("member-3");
        assertThat(VerifiedLog.of(cli, deployment, folder.resolve("mirror")).doubles()).isEmpty();
        cli.operator("audit", "integrity").orFail();
    }

    @Test
    @Order(2)
    void aRotationReachesAllSealingsAlsoThoseOfOneThatWasAway() throws Exception {
        JavaProgram third = deployment.members().program("member-3");
        third.kill();
        Gate.await(() -> member("member-3").text("state").equals("away"));
        cli.operator("encryption-key", "rotate", "--org", "platform").orFail();
        third.start();

        cli.operator("encryption-key", "rotate", "--org", "platform", "--wait").orFail();
        assertThat(
                        cli.operator("encryption-key", "show", "--org", "platform", "--json")
                                .orFail()
                                .out())
                .contains("\"done\"");
        try (var client = new Household(deployment, cli, "rotated").client()) {
            assertThat(Household.unsealed(client, "/v1/orgs/platform/secrets/lost-0-0"))
                    .isNotEmpty();
        }
    }

    @Test
    @Order(3)
    void theKeyThatApiKeysStandUnderRotatesAndEachMemberKeepsWhatTheFirstDerives()
            throws Exception {
        JavaProgram third = deployment.members().program("member-3");
        third.kill();
        Gate.await(() -> member("member-3").text("state").equals("away"));
        cli.operator("mac-key", "rotate").orFail();
        Gate.await(() -> apiKeysUnder(1) == 0);
        cli.operator("mac-key", "disable", "1", "--force").orFail();
        third.start();
        // Both secrets that are derived, at each of three members.
        Gate.await(() -> entrusted(2) == 6);
        cli.operator("whoami").orFail();
    }

    private static long apiKeysUnder(int version) {
        return Fields.parse(
                        cli.operator("mac-key", "versions", "--json")
                                .orFail()
                                .out()
                                .getBytes(StandardCharsets.UTF_8))
                .objects("items")
                .get(version - 1)
                .number("api_keys");
    }

    private static int entrusted(int version) {
        String query = "SELECT count(*) FROM entrusted_secret WHERE version = " + version;
        try (var connection =
                        deployment.postgres().dataSource(Deployment.DATABASE).getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Order(4)
    void theKeySetIsThatOfAllMembersAndNoneOfThemIsRotated() {
        assertThat(cli.operator("token-key", "rotate", "EdDSA").err())
                .contains("those are not rotated");
        List<String> published;
        try (var client = new Household(deployment, cli, "keys").client()) {
            published =
                    client
                            .send(Request.get("/.well-known/jwks.json"))
                            .json()
                            .objects("keys")
                            .stream()
                            .map(key -> key.text("kid"))
                            .toList();
        }
        List<String> held =
                deployment.keyServices().stream()
                        .flatMap(address -> tokenKeys(address).stream())
                        .toList();
        assertThat(held).hasSize(6).doesNotHaveDuplicates();
        assertThat(published).containsExactlyInAnyOrderElementsOf(held);
    }

    /** The {@code kid} of each key for tokens that one member holds, as it tells by itself. */
    private static List<String> tokenKeys(KeyServiceAddress.Unix address) {
        try (RemoteKeyService member = RemoteKeyService.at(address, Patience.USUAL)) {
            var keys = member.describeKeys();
            return Stream.of(TokenAlgorithm.values())
                    .map(each -> each.jwk(keys.spki(each.label()).orElseThrow()))
                    .map(jwk -> Objects.requireNonNull(jwk.get("kid")))
                    .toList();
        }
    }

    @Test
    @Order(5)
    void withoutTheFirstTokenTheServiceStartsAndGoesOn() throws Exception {
        cli.operator("keys", "create", "release", "--org", "platform").orFail();
        Gate.await(SeveralIssuersTest::isComplete);
        deployment.service().close();
        deployment.destroyFirstToken();

        deployment.start();
        Household household = new Household(deployment, cli, "after");
        household.during(() -> household.awaitMore(5));
        assertThat(household.failures()).isEmpty();
        try (var client = household.client()) {
            assertThat(Household.unsealed(client, "/v1/orgs/platform/secrets/lost-0-0"))
                    .isNotEmpty();
        }
        assertThat(cli.operator("status").orFail().out()).contains("member-1 is away");
        assertThat(VerifiedLog.of(cli, deployment, folder.resolve("again")).doubles()).isEmpty();
    }

    @Test
    @Order(6)
    void aKeyThatTheLostTokenAloneHeldIsSaidToBeAway() throws IOException {
        cli.operatorReading(
                        "{\"user\":\"first-admin\",\"role\":\"DEVELOPER\",\"may_sign\":[\"*\"]}",
                        "roles",
                        "apply",
                        "--org",
                        "platform",
                        "--name",
                        "signs-all",
                        "-")
                .orFail();
        Path message = Files.writeString(folder.resolve("message"), "a message");
        Cli.Ran ran =
                cli.operator("keys", "sign", "release", message.toString(), "--org", "platform");
        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.err()).contains("on a member that is away: member-1");

        cli.operator("keys", "create", "other", "--org", "platform").orFail();
        cli.operator("keys", "sign", "other", message.toString(), "--org", "platform").orFail();
    }
}
