package dev.sealwright.operator.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.Session;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.tls.HostKey;
import dev.sealwright.client.tls.HostKeyType;
import dev.sealwright.client.tls.Pem;
import dev.sealwright.operator.OperatorRuns;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.crypto.SignatureScheme;
import dev.sealwright.protocol.crypto.Spki;
import dev.sealwright.protocol.leaf.Approvable;
import dev.sealwright.protocol.leaf.AuthorityBody.AuthorityKey;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.RecordState;
import dev.sealwright.protocol.leaf.SaltedDigest;
import dev.sealwright.protocol.policy.CompiledPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuthorityCommandsTest {
    private static final String ID = "019ac0de-4a5b-7c6d-8e7f-0a1b2c3d4e5f";
    private static final String APPROVAL = "/v1/orgs/demo/approvals/" + ID;
    private static final Bytes ORG = Bytes.fromHex("0f".repeat(16));
    private static final Bytes SPEC = Bytes.fromHex("0a".repeat(16));
    private static final Bytes SALT = Bytes.fromHex("0c".repeat(16));

    @TempDir private Path home;
    private OperatorRuns operator;
    private Path key;

    @BeforeEach
    void start() {
        operator = new OperatorRuns(home);
        operator.login();
        key = home.resolve("security.pem");
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    private Bytes made(String... more) {
        Session session = operator.run(line(more, "authority-keys", "create", key.toString()));
        assertThat(session.code()).as(session.err()).isZero();
        return Pem.only(session.out(), "PUBLIC KEY");
    }

    private static String[] line(String[] more, String... first) {
        String[] line = new String[first.length + more.length];
        System.arraycopy(first, 0, line, 0, first.length);
        System.arraycopy(more, 0, line, first.length, more.length);
        return line;
    }

    private String origin() {
        return operator.service().desk().log().origin();
    }

    /** The service shows that this waits. */
    private ObjectNode waits(LeafBody body) {
        Approvable approvable = new Approvable(origin(), ORG, body);
        ObjectNode shown =
                Json.object()
                        .put("id", ID)
                        .put("state", "pending")
                        .put("type", body.type())
                        .put("about", "what the service \u001b[31msays")
                        .put("requested_by", "ada")
                        .put("requested_at", operator.clock().instant().toString())
                        .put("expires_at", operator.clock().instant().plusSeconds(900).toString())
                        .put("origin", origin())
                        .put("org_tag", ORG.base64Url())
                        .put("body", approvable.encodedBody().base64Url());
        operator.service().can(APPROVAL, shown);
        return shown;
    }

    private LeafBody.Bootstrap bootstrap(Bytes publicKey) {
        return new LeafBody.Bootstrap(
                BootstrapId.of(publicKey).value(),
                publicKey,
                SPEC,
                Validity.starting(operator.clock().instant(), Duration.ofMinutes(15)));
    }

    private CompiledPolicy policy(String blocked) {
        return new CompiledPolicy(
                3,
                Validity.starting(operator.clock().instant(), Duration.ofHours(1)),
                new CompiledPolicy.Identity(ORG, SPEC, "support"),
                new CompiledPolicy.Network(List.of(), List.of()),
                new CompiledPolicy.Filesystem(List.of(), List.of()),
                new CompiledPolicy.Tools(List.of(), List.of(blocked), List.of(), List.of()),
                new TreeMap<>());
    }

    private ObjectNode policyWaits(CompiledPolicy compiled, CompiledPolicy committed) {
        ObjectNode shown =
                waits(
                        new LeafBody.Policy(
                                SPEC,
                                committed.version(),
                                committed.validity(),
                                SaltedDigest.of(SALT, committed.encode())));
        return shown.put("policy", compiled.encode().base64Url()).put("salt", SALT.base64Url());
    }

    private boolean signed(LeafBody body, Bytes spki) {
        ObjectNode signature = operator.service().signatures().get(APPROVAL);
        Instant expires = Instant.parse(signature.get("expires_at").asText());
        assertThat(signature.get("key_id").asText()).isEqualTo(Sha256.of(spki).base64Url());
        assertThat(expires).isBefore(operator.clock().instant().plus(Duration.ofHours(1)));
        Bytes message = Approvable.message(new Approvable(origin(), ORG, body).subject(), expires);
        var publicKey = Spki.parse(spki);
        return SignatureScheme.of(publicKey)
                .orElseThrow()
                .verify(
                        publicKey,
                        message,
                        Bytes.fromBase64Url(signature.get("signature").asText()));
    }

    // ---- keys ----

    @Test
    void aKeyIsMadeInAPrivateFileAndOnlyItsPublicHalfIsPrinted() throws IOException {
        Bytes spki = made();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(HostKey.parse(Files.readString(key)).spki()).isEqualTo(spki);
        assertThat(operator.run("authority-keys", "create", key.toString()).code()).isEqualTo(5);
        assertThat(operator.service().requests()).noneMatch(each -> each.contains("authority"));
    }

    @Test
    void aPassphraseEncryptsThePrivateHalf() throws IOException {
        Session session =
                operator.runWith(
                        "open sesame\n",
                        "authority-keys",
                        "create",
                        "--type",
                        "p256",
                        "--passphrase",
                        key.toString());
        assertThat(session.code()).as(session.err()).isZero();
        assertThat(Files.readString(key))
                .contains("ENCRYPTED PRIVATE KEY")
                .doesNotContain("sesame");
        LeafBody body = bootstrap(Bytes.fromHex("07".repeat(32)));
        waits(body);

        Session wrong = sign("open says me\n");
        assertThat(wrong.code()).isEqualTo(5);
        assertThat(wrong.err()).contains("the passphrase does not open the key");
        assertThat(operator.service().signatures()).isEmpty();
        assertThat(sign("open sesame\n").code()).isZero();
        assertThat(signed(body, Pem.only(session.out(), "PUBLIC KEY"))).isTrue();
    }

    private Session sign(String in) {
        return operator.runWith(
                in, "approvals", "sign", ID, "--yes", "--authority-key", key.toString());
    }

    @Test
    void anEncryptedKeyIsThatOfTheStandardAndNothingElseIsTaken() {
        HostKey made = HostKey.generate(HostKeyType.ed25519, new SecureRandom());
        Bytes encrypted = EncryptedKey.of(made.privateKey(), "p", new SecureRandom());

        assertThat(EncryptedKey.decrypt(encrypted, "p"))
                .isEqualTo(Bytes.of(made.privateKey().getEncoded()));
        assertThatThrownBy(() -> EncryptedKey.decrypt(encrypted, "q"))
                .isInstanceOf(CommandFailure.class);
        for (int i = 3; i < encrypted.size(); i += 29) {
            byte[] changed = encrypted.toArray();
            changed[i] ^= 1;
            int at = i;
            assertThatThrownBy(
                            () -> {
                                Bytes opened = EncryptedKey.decrypt(Bytes.of(changed), "p");
                                assertThat(opened)
                                        .as("byte %d", at)
                                        .isNotEqualTo(Bytes.of(made.privateKey().getEncoded()));
                                throw new CommandFailure(ExitCode.LOCAL, "", "");
                            })
                    .isInstanceOfAny(CommandFailure.class, MalformedException.class);
        }
    }

    @Test
    void thePublicHalfIsRegistered() {
        Bytes spki = made();
        Session session =
                operator.run(
                        "authority-keys", "register", "security", "--public-key", key.toString());

        assertThat(session.code()).as(session.err()).isZero();
        var shown = operator.run("authority-keys", "show", "security", "--json");
        assertThat(Fields.parse(shown.out().getBytes(StandardCharsets.UTF_8)).binary("public_key"))
                .isEqualTo(spki);
    }

    @Test
    void aLaterKeyIsApprovedByOneThatIsThere() {
        Bytes spki = made();
        Path second = home.resolve("second.pem");
        operator.run("authority-keys", "create", second.toString());
        Bytes secondSpki = AuthorityKeyFile.publicKey(second);
        LeafBody body = new AuthorityKey(SPEC, 1, RecordState.SET, secondSpki);
        waits(body);
        operator.service().awaits("/v1/orgs/demo/authority-keys/second", APPROVAL);
        String[] register = {
            "authority-keys", "register", "second", "--public-key", second.toString()
        };

        Session alone = operator.run(register);
        assertThat(alone.code()).isEqualTo(1);
        assertThat(alone.err()).contains("sealwright approvals show ID");
        Session approved =
                operator.run(line(new String[] {"--authority-key", key.toString()}, register));
        assertThat(approved.code()).as(approved.err()).isZero();
        assertThat(signed(body, spki)).isTrue();
    }

    // ---- what is signed ----

    @Test
    void aBootstrapIsApprovedAsItIsMinted() {
        made();
        operator.service().awaits("/v1/orgs/demo/bootstraps", APPROVAL);
        LeafBody other = bootstrap(Bytes.fromHex("07".repeat(32)));
        waits(other);

        Session swapped =
                operator.run(
                        "sandbox-spec", "emit-bootstrap", "web", "--authority-key", key.toString());

        assertThat(swapped.code()).isEqualTo(1);
        assertThat(swapped.out()).isEmpty();
        assertThat(swapped.err()).contains("is not what was asked for");
        assertThat(operator.service().signatures()).isEmpty();
    }

    @Test
    void whatIsShownFollowsFromTheBytesAndTheServicesWordIsMarked() {
        CompiledPolicy policy = policy("shell");
        policyWaits(policy, policy);

        Session session = operator.run("approvals", "show", ID);

        assertThat(session.code()).as(session.err()).isZero();
        assertThat(session.out())
                .contains("get policy version 3", "shell", "the service says", "asked for by ada")
                .doesNotContain("\u001b");
    }

    @Test
    void aPolicyThatTheLeafDoesNotNameIsNotShownAndNotSigned() {
        made();
        policyWaits(policy("shell"), policy("nothing"));

        for (Session session : List.of(operator.run("approvals", "show", ID), sign(""))) {
            assertThat(session.code()).isEqualTo(1);
            assertThat(session.err()).contains("does not name");
        }
        assertThat(operator.service().signatures()).isEmpty();
    }

    @Test
    void anApprovalForAnotherLogIsNotSigned() {
        made();
        waits(bootstrap(Bytes.fromHex("07".repeat(32)))).put("origin", "other.example/log/1");

        assertThat(sign("").err()).contains("another log");
        assertThat(operator.service().signatures()).isEmpty();
    }

    @Test
    void whereNobodyCanBeAskedNothingIsSignedUnlessTheLineSaysSo() {
        made();
        waits(bootstrap(Bytes.fromHex("07".repeat(32))));

        Session asked = operator.run("approvals", "sign", ID, "--authority-key", key.toString());
        assertThat(asked.code()).isEqualTo(3);
        assertThat(asked.err()).contains("One host may enrol", "nothing was signed");
        assertThat(operator.run("approvals", "sign", ID).err()).contains("--authority-key");
        assertThat(operator.service().signatures()).isEmpty();
    }

    @Test
    void anAppliedPolicyIsApprovedIfItIsTheOneOfTheFile() throws IOException {
        made();
        Path file = home.resolve("support.json");
        Files.writeString(
                file,
                "{\"name\":\"support\",\"tools\":{\"block\":[\"shell\"]},\"approvals\":[\""
                        + ID
                        + "\"]}");
        CompiledPolicy policy = policy("shell");
        policyWaits(policy, policy);
        String[] apply = {"policies", "apply", file.toString(), "--authority-key", key.toString()};

        Session session = operator.run(apply);

        assertThat(operator.service().signatures()).as(session.err()).containsKey(APPROVAL);
        CompiledPolicy other = policy("nothing");
        policyWaits(other, other);
        Session swapped = operator.run(apply);
        assertThat(swapped.code()).isEqualTo(1);
        assertThat(swapped.err()).contains("is not what was asked for");
    }
}
