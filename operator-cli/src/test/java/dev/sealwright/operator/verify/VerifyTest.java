package dev.sealwright.operator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.host.HostConfig;
import dev.sealwright.client.host.HostFolder;
import dev.sealwright.client.http.ServiceAddress;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.HostsDesk;
import dev.sealwright.client.standin.Session;
import dev.sealwright.client.tls.HostKey;
import dev.sealwright.client.tls.HostKeyType;
import dev.sealwright.client.tls.Pkcs10;
import dev.sealwright.operator.OperatorRuns;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import dev.sealwright.protocol.enrol.BootstrapOffer;
import dev.sealwright.protocol.enrol.EnrolmentRequest;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.RecordKind;
import dev.sealwright.protocol.leaf.RecordState;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.policy.PolicyDelivery;
import dev.sealwright.protocol.receipt.Divergence;
import dev.sealwright.protocol.receipt.ForkEvidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VerifyTest {
    @TempDir private Path home;
    private OperatorRuns operator;
    private HostsDesk desk;
    private Path mirror;
    private HostFolder host;

    @BeforeEach
    void aLogWithAHostInIt() {
        operator = new OperatorRuns(home);
        operator.login();
        desk = operator.service().desk();
        mirror = home.resolve("mirror");
        host = enrol();
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    @Test
    void aMirroredLogVerifies() {
        fillTo(700);
        Session mirrored = mirror();
        assertThat(mirrored.code()).as(mirrored.err()).isZero();
        assertThat(mirror.resolve("tile/entries/002.p/188")).exists();
        Session session = operator.run("verify", "log", mirror.toString());
        assertThat(session.code()).as(session.out() + session.err()).isZero();
        assertThat(session.out()).contains("700 entries").contains("verified: anchors");
    }

    @Test
    void aMirrorGrowsWithItsLog() {
        mirror();
        fillTo(300);
        mirror();
        assertThat(operator.run("verify", "log", mirror.toString()).code()).isZero();
    }

    @Test
    void anAccusationOfAForkIsHeldAgainstTheLog() throws IOException {
        mirror();
        var log = desk.log();
        Note kept = log.checkpoint();
        fillTo(300);
        Note longer = log.checkpoint();
        accuse(new ForkEvidence(longer, kept, Optional.empty()));
        assertThat(verifyFork().out()).contains("is the finder's word");
        accuse(new ForkEvidence(kept, longer, Optional.empty()));
        assertThat(verifyFork().code()).isEqualTo(1);
        log.rewrite(0, log.leaves().get(1));
        Note other = log.checkpoint();
        accuse(new ForkEvidence(kept, other, divergence(kept, other)));
        Session session = verifyFork();
        assertThat(session.code()).as(session.err()).isZero();
        assertThat(session.out()).contains("two histories");
        accuse(new ForkEvidence(kept, longer, divergence(kept, other)));
        assertThat(verifyFork().code()).isEqualTo(1);
    }

    private Optional<Divergence> divergence(Note one, Note other) {
        return Divergence.between(
                Checkpoint.parse(one.text()),
                Checkpoint.parse(other.text()),
                tile -> desk.log().served(tile.path()));
    }

    private void accuse(ForkEvidence evidence) throws IOException {
        Files.write(home.resolve("fork.json"), Json.document(Json.tree(evidence.toJson())));
    }

    private Session verifyFork() {
        return operator.run(
                "verify",
                "fork",
                home.resolve("fork.json").toString(),
                "--anchors",
                mirror.resolve("anchors.cose").toString());
    }

    @Test
    void aLogThatWasRewrittenIsFoundOut() throws IOException {
        fillTo(256);
        mirror();
        Path bundle = mirror.resolve("tile/entries/000");
        byte[] entries = Files.readAllBytes(bundle);
        entries[entries.length - 10] ^= 1; // the end of the last digest
        Files.write(bundle, entries);
        Session session = operator.run("verify", "log", mirror.toString());
        assertThat(session.code()).isEqualTo(1);
        assertThat(session.err()).contains("do not give the checkpoint's root");
    }

    @Test
    void aFlippedByteAnywhereIsFoundOut() throws IOException {
        mirror();
        List<Path> files = new ArrayList<>();
        try (var walk = Files.walk(mirror)) {
            walk.filter(Files::isRegularFile).forEach(files::add);
        }
        for (Path file : files) {
            byte[] good = Files.readAllBytes(file);
            for (int at = 0; at < good.length; at += 61) {
                byte[] bad = good.clone();
                bad[at] ^= 1;
                Files.write(file, bad);
                assertThat(operator.run("verify", "log", mirror.toString()).code())
                        .as(file + " at " + at)
                        .isIn(1, 2);
            }
            Files.write(file, good);
        }
        assertThat(operator.run("verify", "log", mirror.toString()).code()).isZero();
    }

    @Test
    void aTruncatedBundleIsMalformed() throws IOException {
        mirror();
        Path bundle = mirror.resolve("tile/entries/000.p/" + desk.log().leaves().size());
        byte[] entries = Files.readAllBytes(bundle);
        Files.write(bundle, Arrays.copyOf(entries, entries.length - 3));
        assertThat(operator.run("verify", "log", mirror.toString()).code()).isEqualTo(2);
    }

    @Test
    void anotherRootVerifiesNothing() {
        mirror();
        Session session =
                operator.run(
                        "verify",
                        "log",
                        mirror.toString(),
                        "--root-fingerprint",
                        Bytes.zeros(32).hex());
        assertThat(session.code()).isEqualTo(1);
        assertThat(session.err()).contains("anchors of another root");
    }

    @Test
    void whatBreaksTheRulesBetweenLeavesIsListed() {
        var now = operator.clock().instant();
        Bytes id = Bytes.zeros(16);
        var validity = Validity.starting(now, Duration.ofMinutes(10));
        desk.log()
                .append(
                        now,
                        desk.org(),
                        new LeafBody.Enrolment(
                                id,
                                id,
                                desk.spec(),
                                Bytes.zeros(32),
                                Bytes.zeros(32),
                                Bytes.zeros(64),
                                validity));
        desk.log().append(now, id, new LeafBody.Policy(desk.spec(), 1, validity, Bytes.zeros(32)));
        desk.log()
                .append(
                        now,
                        desk.org(),
                        new LeafBody.RecordBody(
                                RecordKind.SANDBOX_SPEC,
                                desk.spec(),
                                3,
                                RecordState.SET,
                                Bytes.zeros(32)));
        desk.log().append(now, id, new LeafBody.Activation(id, Bytes.zeros(32)));
        Bytes digest = Bytes.zeros(32);
        desk.log().append(now, desk.org(), new SecretBody.Unseal(id, 1, digest, digest));
        mirror();
        Session session = operator.run("verify", "log", mirror.toString());
        assertThat(session.code()).isEqualTo(1);
        assertThat(session.out())
                .contains("an enrolment without an earlier bootstrap")
                .contains("a policy for a sandbox spec that its organisation does not have")
                .contains("a row with a version left out")
                .contains("an activation of a host that was not enrolled")
                .contains("an unsealing of a version that was not sealed in this org");
    }

    @Test
    void anEnrolledHostVerifiesAgainstTheLog() {
        mirror();
        Session session =
                operator.run("verify", "host", host.path().toString(), "--log", mirror.toString());
        assertThat(session.code()).as(session.out() + session.err()).isZero();
        assertThat(session.out()).contains("enrolment").contains("holds every leaf");
    }

    @Test
    void aHostThatIsNotInTheLogIsFoundOut() {
        mirror();
        Path other = home.resolve("other");
        try (var elsewhere = new OperatorRuns(other)) {
            elsewhere.login();
            elsewhere.run("log", "mirror", other.resolve("mirror").toString());
            Session session =
                    operator.run(
                            "verify",
                            "host",
                            host.path().toString(),
                            "--log",
                            other.resolve("mirror").toString());
            assertThat(session.code()).isEqualTo(1);
            assertThat(session.out()).contains("log").contains("failed");
        }
    }

    @Test
    void anotherCertificateInAHostsFolderIsFoundOut() {
        HostFolder second = enrolInto(home.resolve("second"));
        second.writeEnrolment(desk.anchors(), host.chain(), second.config());
        Session session = operator.run("verify", "host", second.path().toString());
        assertThat(session.code()).isEqualTo(1);
        assertThat(session.out()).contains("certificate.pem is another than the evidence");
    }

    @Test
    void aReceiptAPolicyAndACertificateVerifyAlone() throws IOException {
        mirror();
        String anchors = mirror.resolve("anchors.cose").toString();
        Path evidence = home.resolve("enrolment.json");
        Files.write(evidence, Json.bytes(Json.tree(host.config().enrolment().toJson())));
        assertThat(
                        operator.run("verify", "receipt", evidence.toString(), "--anchors", anchors)
                                .out())
                .contains("verified: a leaf enrolment");
        assertThat(
                        operator.run(
                                        "verify",
                                        "certificate",
                                        host.file("certificate.pem").toString(),
                                        evidence.toString(),
                                        "--anchors",
                                        anchors)
                                .code())
                .isZero();
        PolicyDelivery delivery = desk.publish(1, Duration.ofHours(1));
        Path policy = home.resolve("delivery.json");
        Files.write(policy, Json.bytes(Json.tree(delivery.toJson())));
        assertThat(operator.run("verify", "policy", policy.toString(), "--anchors", anchors).out())
                .contains("verified: policy version 1");
        var altered = Json.tree(delivery.toJson()).put("salt", Bytes.zeros(16).base64Url());
        Files.write(policy, Json.bytes(altered));
        assertThat(operator.run("verify", "policy", policy.toString(), "--anchors", anchors).code())
                .isEqualTo(1);
        Files.writeString(policy, "{");
        assertThat(operator.run("verify", "policy", policy.toString(), "--anchors", anchors).code())
                .isEqualTo(2);
    }

    private Session mirror() {
        return operator.run("log", "mirror", mirror.toString());
    }

    private void fillTo(int size) {
        var now = operator.clock().instant();
        SecureRandom random = new SecureRandom();
        while (desk.log().leaves().size() < size) {
            byte[] row = new byte[16];
            random.nextBytes(row);
            desk.log()
                    .append(
                            now,
                            desk.org(),
                            new LeafBody.RecordBody(
                                    RecordKind.USER,
                                    Bytes.of(row),
                                    1,
                                    RecordState.SET,
                                    Bytes.zeros(32)));
        }
    }

    private HostFolder enrol() {
        return enrolInto(home.resolve("host"));
    }

    private HostFolder enrolInto(Path path) {
        var random = new SecureRandom();
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        var seed = BootstrapSeed.of(secret);
        desk.mint(seed.publicKey());
        var challenge = desk.challenge(seed.id().text()).orElseThrow();
        var pin = operator.service().pin();
        var offer =
                BootstrapOffer.verify(challenge, seed.publicKey(), pin, operator.clock().instant());
        HostKey key = HostKey.generate(HostKeyType.p256, random);
        var request =
                new EnrolmentRequest(
                        offer.nonce(), Pkcs10.request(key), offer.prove(seed, key.spki()));
        var answer = desk.enrol(seed.id().text(), request).orElseThrow();
        PrivateFile.makeFolder(path);
        var folder = new HostFolder(path);
        folder.writeKey(key);
        folder.writeEnrolment(
                desk.anchors(),
                answer.chain(),
                new HostConfig(
                        new ServiceAddress("localhost", 8444), pin, answer, Optional.empty()));
        return folder;
    }
}
