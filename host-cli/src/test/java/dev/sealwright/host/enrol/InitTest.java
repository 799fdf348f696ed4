package dev.sealwright.host.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.host.HostFolder;
import dev.sealwright.client.host.KnownHost;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.Session;
import dev.sealwright.client.standin.StandInService;
import dev.sealwright.host.HostRuns;
import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InitTest {
    @TempDir private Path home;
    private HostRuns host;
    private StandInService service;
    private HostFolder folder;

    @BeforeEach
    void start() {
        host = new HostRuns(home);
        service = host.service();
        folder = host.folder();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void aHostIsEnrolledByItsUrl() {
        Session session = host.init(service.mint());
        assertThat(session.err()).doesNotContain("warning");
        assertThat(session.code()).isZero();
        assertThat(session.out()).contains("web1 is enrolled as sandbox");
        var known = KnownHost.load(folder, host.clock().instant());
        assertThat(known.enrolled().id().org()).isEqualTo(service.desk().org());
        assertThat(folder.identity().certificate())
                .isEqualTo(known.enrolled().certificate().certificate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"p256", "p384", "ed25519"})
    void theKeyIsOfTheTypeAskedFor(String type) {
        Session session = host.run(service.mint() + "\n", "init", "web1", "--key-type", type);
        assertThat(session.code()).as(session.err()).isZero();
        assertThat(host.run("", "sync", "web1").code()).isZero();
    }

    @Test
    void onlyKeyCertificateAnchorsAndConfigRemainAndAllArePrivate() throws IOException {
        host.enrol();
        try (var files = Files.list(folder.path())) {
            List<Path> left = files.toList();
            assertThat(left)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder(
                            "host.key", "certificate.pem", "anchors.cose", "config.json", "lock");
            for (Path file : left) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void theSecretOfTheUrlIsNowhereOnDiskOrInOutput() throws IOException {
        String url = service.mint();
        Session session = host.init(url);
        assertThat(session.code()).isZero();
        String secret = url.substring(url.indexOf('#') + 1);
        Bytes seed = Bytes.fromBase64Url(secret).slice(0, 32);
        assertThat(session.out() + session.err()).doesNotContain(secret.substring(0, 20));
        for (byte[] content : everyFile()) {
            String text = new String(content, StandardCharsets.ISO_8859_1);
            assertThat(text).doesNotContain(secret.substring(0, 20));
            assertThat(text).doesNotContain(seed.base64Url()).doesNotContain(seed.hex());
            assertThat(text)
                    .doesNotContain(new String(seed.toArray(), StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void aUrlAsAnArgumentWorksWithAWarning() {
        Session session = host.run("", "init", "web1", "--enroll-url", service.mint());
        assertThat(session.code()).isZero();
        assertThat(session.err()).contains("warning: the URL stood on the command line");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost/install/",
                "http://localhost/install/AAAAAAAAAAAAAAAAAAAAAA#AAAA",
                "nonsense",
                "https://localhost/install/AAAAAAAAAAAAAAAAAAAAAA"
            })
    void whatIsNoEnrolmentUrlIsRefusedBeforeAnythingIsSent(String url) {
        Session session = host.init(url);
        assertThat(session.code()).isEqualTo(2);
        assertThat(session.err()).contains("malformed").contains("do:");
        assertThat(service.requests()).isZero();
    }

    @Test
    void aUrlForAnotherRootIsRefusedBeforeAnythingIsSent() {
        String url = service.mint();
        Bytes secret = Bytes.fromBase64Url(url.substring(url.indexOf('#') + 1));
        Bytes other = Bytes.concat(secret.slice(0, 32), Bytes.zeros(32));
        Session session = host.init(url.substring(0, url.indexOf('#') + 1) + other.base64Url());
        assertThat(session.code()).isEqualTo(4);
        assertThat(session.err()).contains("does not lead to the pinned root");
        assertThat(service.requests()).isZero();
    }

    @Test
    void aFingerprintFromElsewhereBeatsTheUrl() {
        Session session =
                host.run(
                        service.mint() + "\n",
                        "init",
                        "web1",
                        "--root-fingerprint",
                        Bytes.zeros(32).hex());
        assertThat(session.code()).isEqualTo(1);
        assertThat(service.requests()).isZero();
        assertThat(
                        host.run(
                                        service.mint() + "\n",
                                        "init",
                                        "web1",
                                        "--root-fingerprint",
                                        service.pin().hex())
                                .code())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bootstrap_leaf", "anchors"})
    void anAlteredOfferIsRefusedAndNothingIsStored(String field) {
        service.alter(StandInService.CHALLENGE, json -> withFlippedBit(json, field));
        Session session = host.init(service.mint());
        assertThat(session.code()).isIn(1, 2);
        assertThat(folder.isEnrolled()).isFalse();
        assertThat(service.asked(StandInService.EXCHANGE)).isZero();
    }

    @Test
    void anOfferOfAnotherBootstrapIsRefused() {
        String other = service.mint();
        String id = other.substring(other.indexOf("/install/") + 9, other.indexOf('#'));
        var foreign = service.desk().challenge(id).orElseThrow();
        service.alter(StandInService.CHALLENGE, _ -> foreign.toJson());
        Session session = host.init(service.mint());
        assertThat(session.code()).isEqualTo(1);
        assertThat(session.err()).contains("a bootstrap leaf for another key");
    }

    @Test
    void anOfferThatIsOverIsRefused() {
        String url = service.mint();
        host.clock().advance(Duration.ofMinutes(15).plusSeconds(61));
        Session session = host.init(url);
        assertThat(session.code()).isEqualTo(1);
        assertThat(session.err()).contains("the bootstrap expired");
    }

    @ParameterizedTest
    @ValueSource(strings = {"leaf", "bootstrap_leaf"})
    void anAlteredAnswerIsNotStored(String field) {
        service.alter(StandInService.EXCHANGE, json -> withFlippedBit(json, field));
        Session session = host.init(service.mint());
        assertThat(session.code()).isIn(1, 2);
        assertThat(folder.isEnrolled()).isFalse();
    }

    @Test
    void aCertificateForAnotherKeyIsNotStored() {
        host.enrol();
        var foreign = Json.map(Json.tree(folder.config().enrolment().toJson()));
        service.alter(
                StandInService.EXCHANGE,
                json -> {
                    var mixed = new HashMap<>(json);
                    mixed.put("certificate_chain", foreign.get("certificate_chain"));
                    return mixed;
                });
        Session session = host.run(service.mint() + "\n", "init", "web2");
        assertThat(session.code()).isEqualTo(1);
        assertThat(session.err()).contains("not verified");
    }

    @Test
    void aLostReplyIsAskedForAgainWithTheSameKey() {
        service.lose(StandInService.EXCHANGE, 1);
        assertThat(host.init(service.mint()).code()).isZero();
        assertThat(service.asked(StandInService.EXCHANGE)).isEqualTo(2);
    }

    @Test
    void anEnrolmentThatBrokeOffIsResumedWithTheSameKey() {
        String url = service.mint();
        service.lose(StandInService.EXCHANGE, 100);
        assertThat(host.init(url).code()).isEqualTo(4);
        Bytes key = folder.key().orElseThrow().spki();
        service.lose(StandInService.EXCHANGE, 0);
        assertThat(host.init(url).code()).isZero();
        assertThat(folder.key().orElseThrow().spki()).isEqualTo(key);
    }

    @Test
    void aSpentUrlIsRefusedAndSaysWhatToDo() {
        String url = service.mint();
        assertThat(host.init(url).code()).isZero();
        Session session = host.run(url + "\n", "init", "web2");
        assertThat(session.code()).isEqualTo(1);
        assertThat(session.err()).contains("do: ask for a new enrolment URL");
    }

    @Test
    void anEnrolledHostIsNotEnrolledOver() {
        host.enrol();
        Session session = host.init(service.mint());
        assertThat(session.code()).isEqualTo(5);
        assertThat(session.err()).contains("already");
    }

    private List<byte[]> everyFile() throws IOException {
        try (var files = Files.walk(home)) {
            return files.filter(Files::isRegularFile).map(InitTest::content).toList();
        }
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> withFlippedBit(Map<String, Object> json, String field) {
        byte[] value = Bytes.fromBase64Url((String) json.get(field)).toArray();
        value[value.length - 1] ^= 1;
        var altered = new HashMap<>(json);
        altered.put(field, Bytes.of(value).base64Url());
        return altered;
    }
}
