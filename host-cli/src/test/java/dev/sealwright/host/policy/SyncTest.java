package dev.sealwright.host.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.Session;
import dev.sealwright.client.standin.StandInService;
import dev.sealwright.host.HostRuns;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.policy.PolicyDelivery;
import dev.sealwright.protocol.sync.SyncAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SyncTest {
    @TempDir private Path home;
    private HostRuns host;
    private StandInService service;

    @BeforeEach
    void enrol() {
        host = new HostRuns(home);
        service = host.service();
        host.enrol();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void theFirstSyncBringsThePolicyReadOnly() throws IOException {
        service.desk().publish(1, Duration.ofHours(1));
        Session session = sync();
        assertThat(session.code()).as(session.err()).isZero();
        assertThat(session.out()).contains("policy version 1 is in force");
        for (String name : List.of("policy.cbor", "policy.json", "delivery.json")) {
            Path file = host.folder().file("policy/" + name);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("r--------");
        }
        assertThat(Files.readString(host.folder().file("policy/policy.json")))
                .contains("\"allowed_hosts\" : [ \"api.example\" ]");
    }

    @Test
    void laterPoliciesComeInOrder() {
        service.desk().publish(1, Duration.ofHours(1));
        service.desk().publish(2, Duration.ofHours(1));
        assertThat(sync().out()).contains("policy version 2 is in force");
        service.desk().publish(3, Duration.ofHours(1));
        assertThat(sync().out()).contains("policy version 3 is in force");
    }

    @Test
    void anOlderPolicyIsDroppedAndRecorded() {
        PolicyDelivery old = service.desk().publish(1, Duration.ofHours(1));
        service.desk().publish(2, Duration.ofHours(1));
        sync();
        answerWith(old);
        Session session = sync();
        assertThat(session.code()).isEqualTo(1);
        assertThat(session.out()).contains("policy version 2 is in force");
        assertThat(audit()).contains("policy.refused").contains("ROLLBACK");
    }

    @Test
    void anotherPolicyOfTheSameVersionIsDropped() {
        service.desk().publish(1, Duration.ofHours(1));
        sync();
        answerWith(service.desk().publish(1, Duration.ofHours(2)));
        assertThat(sync().code()).isEqualTo(1);
        assertThat(audit()).contains("ROLLBACK");
    }

    @Test
    void aPolicyAfterItsFilesWereRemovedStillCannotGoBack() throws IOException {
        PolicyDelivery old = service.desk().publish(1, Duration.ofHours(1));
        service.desk().publish(2, Duration.ofHours(1));
        sync();
        Files.delete(host.folder().file("policy/delivery.json"));
        answerWith(old);
        assertThat(sync().code()).isEqualTo(1);
        assertThat(audit()).contains("ROLLBACK");
    }

    @Test
    void everyFlippedByteOfAPolicyIsDropped() {
        PolicyDelivery good = service.desk().publish(1, Duration.ofHours(1));
        for (int at = 0; at < good.policy().size(); at += 37) {
            byte[] policy = good.policy().toArray();
            policy[at] ^= 1;
            answerWith(
                    new PolicyDelivery(Bytes.of(policy), good.salt(), good.leaf(), good.receipt()));
            assertThat(sync().out()).contains("no policy yet");
        }
        assertThat(audit()).contains("policy.refused");
    }

    @Test
    void aPolicyThatIsOverIsDropped() {
        PolicyDelivery old = service.desk().publish(1, Duration.ofMinutes(10));
        host.clock().advance(Duration.ofMinutes(11).plusSeconds(1));
        answerWith(old);
        assertThat(sync().code()).isEqualTo(1);
        assertThat(audit()).contains("EXPIRED");
    }

    @Test
    void aPolicyThatWasAlteredOnDiskIsNotInForce() throws IOException {
        service.desk().publish(1, Duration.ofHours(1));
        sync();
        Path file = host.folder().file("policy/delivery.json");
        var json = (ObjectNode) Json.parse(Files.readAllBytes(file));
        json.put("salt", Bytes.zeros(16).base64Url());
        Files.delete(file);
        Files.write(file, Json.bytes(json));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertThat(host.run("", "status", "web1").out())
                .contains("policy_version")
                .contains("none");
        assertThat(audit()).contains("policy.damaged");
    }

    @Test
    void aRevokedHostIsTold() {
        service.revoke();
        Session session = sync();
        assertThat(session.code()).isEqualTo(1);
        assertThat(session.err()).contains("this host was shut out");
    }

    private Session sync() {
        return host.run("", "sync", "web1");
    }

    private void answerWith(PolicyDelivery delivery) {
        var answer = new SyncAnswer(List.of(delivery), false).toJson();
        service.alter(StandInService.SYNC, _ -> answer);
    }

    private String audit() {
        var audit = new LocalAudit(host.folder(), InstantSource.system(), new SecureRandom());
        return audit.waiting(100) + service.events().toString();
    }
}
