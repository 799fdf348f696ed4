package dev.sealwright.operator.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.HostsDesk;
import dev.sealwright.client.standin.Session;
import dev.sealwright.client.standin.StandInLog;
import dev.sealwright.operator.OperatorRuns;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.RevocationBody;
import dev.sealwright.protocol.leaf.SaltedDigest;
import dev.sealwright.protocol.leaf.TokenBody;
import dev.sealwright.protocol.token.CapabilityToken;
import dev.sealwright.protocol.token.Caveat;
import dev.sealwright.protocol.token.Caveats;
import dev.sealwright.protocol.token.Claims;
import dev.sealwright.protocol.token.HolderKey;
import dev.sealwright.protocol.token.RevocationDocument;
import dev.sealwright.protocol.token.RevocationList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokensCommandTest {
    private static final String TOKENS = "/v1/orgs/demo/capability-tokens";
    private static final String AUDIENCE = "https://tools.example";
    private static final String NONCE = Bytes.fromHex("4e".repeat(32)).base64Url();
    private static final Bytes SALT = Bytes.fromHex("5a".repeat(16));

    @TempDir private Path home;
    private OperatorRuns operator;
    private HostsDesk desk;

    @BeforeEach
    void start() throws IOException {
        operator = new OperatorRuns(home);
        operator.login();
        desk = operator.service().desk();
        Files.write(home.resolve("anchors.cose"), desk.anchors().toArray());
        operator.service().can(TOKENS, this::issued);
        operator.service().can(TOKENS + "/revocations", _ -> revocations(List.of()));
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    /** What a service answers that logs a token for search, whatever the rest asks. */
    private JsonNode issued(String body) {
        Fields asked = Fields.parse(body.getBytes(StandardCharsets.UTF_8));
        Claims claims =
                new Claims(
                        asked.text("subject"),
                        new HolderKey(asked.binary("holder_key")),
                        (int) asked.number("depth"),
                        Caveats.of(
                                List.of(
                                        new Caveat.Audience(List.of(AUDIENCE)),
                                        new Caveat.Tools(List.of("search")))));
        Instant now = operator.clock().instant();
        StandInLog.Entry entry =
                desk.log()
                        .append(
                                now,
                                desk.org(),
                                new TokenBody.CapabilityToken(
                                        SaltedDigest.of(SALT, claims.encode()),
                                        Validity.starting(now, Duration.ofMinutes(15))));
        var token =
                CapabilityToken.issued(
                        entry.leaf(), SALT, claims, desk.log().receipt(entry.index()));
        return Json.object().put("token", token.text());
    }

    private JsonNode revocations(List<RevocationList.Entry> entries) {
        Instant now = operator.clock().instant();
        RevocationList list =
                RevocationList.of(desk.org(), desk.log().leaves().size(), entries, now);
        StandInLog.Entry entry =
                desk.log()
                        .append(
                                now,
                                desk.org(),
                                new RevocationBody.TokenRevocationList(
                                        list.through(), list.digest()));
        return Json.tree(
                new RevocationDocument(
                                list.encode(), entry.leaf(), desk.log().receipt(entry.index()))
                        .toJson());
    }

    private String file(String name) {
        return home.resolve(name).toString();
    }

    private String keygen(String name, String type) {
        Session session = operator.run("tokens", "keygen", file(name), "--type", type);
        assertThat(session.code()).as(session.err()).isZero();
        return file(name);
    }

    private Session issue(String key, String tool) {
        return operator.run(
                "tokens",
                "issue",
                "--holder",
                key,
                "--subject",
                "agent:7",
                "--audience",
                AUDIENCE,
                "--tool",
                tool,
                "--depth",
                "2");
    }

    private String saved(String name, Session session) throws IOException {
        assertThat(session.code()).as(session.err()).isZero();
        Files.writeString(home.resolve(name), session.out());
        return file(name);
    }

    private Session verify(String... arguments) {
        String[] all = new String[arguments.length + 4];
        all[0] = "verify";
        all[1] = "token";
        all[2] = "--anchors";
        all[3] = file("anchors.cose");
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return operator.run(all);
    }

    @Test
    void aKeyIsPrivateAndNeverOverwritten() throws IOException {
        String key = keygen("agent.pem", "p256");
        assertThat(Files.getPosixFilePermissions(Path.of(key)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Session again = operator.run("tokens", "keygen", key);
        assertThat(again.code()).isEqualTo(5);
        Session other = operator.run("tokens", "keygen", file("other.pem"));
        assertThat(other.out()).contains("BEGIN PUBLIC KEY").doesNotContain("PRIVATE");
    }

    @Test
    void aTokenIsIssuedNarrowedPresentedAndVerified() throws IOException {
        String agent = keygen("agent.pem", "ed25519");
        String helper = keygen("helper.pem", "p256");
        String token = saved("token.txt", issue(agent, "search"));
        assertThat(verify(token).code()).isZero();

        String narrow =
                saved(
                        "narrow.txt",
                        operator.run(
                                "tokens",
                                "attenuate",
                                token,
                                "--key",
                                agent,
                                "--to",
                                helper,
                                "--limit",
                                "search.count=1..10",
                                "--ttl-seconds",
                                "60"));
        String presented =
                saved(
                        "presented.txt",
                        operator.run(
                                "tokens",
                                "present",
                                narrow,
                                "--key",
                                helper,
                                "--audience",
                                AUDIENCE,
                                "--challenge",
                                NONCE,
                                "--tool",
                                "search",
                                "--argument",
                                "count=7"));
        Session allowed =
                verify(
                        presented,
                        "--audience",
                        AUDIENCE,
                        "--challenge",
                        NONCE,
                        "--tool",
                        "search",
                        "--argument",
                        "count=7");
        assertThat(allowed.code()).as(allowed.err() + allowed.out()).isZero();

        Session other =
                verify(
                        presented,
                        "--audience",
                        AUDIENCE,
                        "--challenge",
                        NONCE,
                        "--tool",
                        "search",
                        "--argument",
                        "count=11");
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.out()).contains("(argument)", "(possession)");
        assertThat(
                        operator.run(
                                        "tokens",
                                        "present",
                                        narrow,
                                        "--key",
                                        agent,
                                        "--audience",
                                        AUDIENCE,
                                        "--challenge",
                                        NONCE,
                                        "--tool",
                                        "search")
                                .code())
                .isEqualTo(1);
    }

    @Test
    void anotherTokenThanWasAskedForIsNotPrinted() {
        Session session = issue(keygen("agent.pem", "ed25519"), "shell");
        assertThat(session.code()).isEqualTo(1);
        assertThat(session.out()).isEmpty();
        assertThat(session.err()).contains("another token");
    }

    @Test
    void aRevokedTokenIsRefusedUnderTheList() throws IOException {
        String token = saved("token.txt", issue(keygen("agent.pem", "ed25519"), "search"));
        String list = file("revocations.json");
        assertThat(operator.run("tokens", "revocations", "--out", list).code()).isZero();
        assertThat(verify(token, "--revocations", list).code()).isZero();

        Bytes id =
                LeafCodec.decode(
                                CapabilityToken.parse(Files.readString(Path.of(token)).strip())
                                        .leaf())
                        .id();
        Instant expires = operator.clock().instant().plusSeconds(900);
        operator.service()
                .can(
                        TOKENS + "/revocations",
                        _ ->
                                revocations(
                                        List.of(
                                                new RevocationList.Entry(
                                                        id, Optional.empty(), expires))));
        assertThat(operator.run("tokens", "revocations", "--out", list).code()).isZero();
        Session refused = verify(token, "--revocations", list);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).contains("(revoked)");
        operator.clock().advance(Duration.ofSeconds(301));
        assertThat(verify(token, "--revocations", list).out()).contains("(revocations)");
    }

    @Test
    void mistakesOnTheCommandLineAreNamed() throws IOException {
        String agent = keygen("agent.pem", "ed25519");
        String token = saved("token.txt", issue(agent, "search"));
        assertThat(
                        operator.run("tokens", "attenuate", token, "--key", agent, "--limit", "x")
                                .code())
                .isEqualTo(3);
        Session wider =
                operator.run("tokens", "attenuate", token, "--key", agent, "--tool", "shell");
        assertThat(wider.code()).isEqualTo(2);
        assertThat(wider.err()).contains("a tool that the token does not allow");
        assertThat(verify(token, "--tool", "search").code()).isEqualTo(3);
        assertThat(verify(agent).code()).isEqualTo(2);
    }
}
