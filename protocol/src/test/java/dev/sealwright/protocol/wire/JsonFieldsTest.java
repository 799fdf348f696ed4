package dev.sealwright.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.enrol.CertificateAnswer;
import dev.sealwright.protocol.enrol.EnrolmentChallenge;
import dev.sealwright.protocol.enrol.EnrolmentRequest;
import dev.sealwright.protocol.enrol.Enrolments;
import dev.sealwright.protocol.enrol.RenewalRequest;
import dev.sealwright.protocol.policy.PolicyDelivery;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.sync.HeartbeatAnswer;
import dev.sealwright.protocol.sync.HostState;
import dev.sealwright.protocol.sync.SyncAnswer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonFieldsTest {
    private static void malformed(ThrowingCallable step) {
        assertThatThrownBy(step).isInstanceOf(MalformedException.class);
    }

    private static JsonFields with(Object value) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("a", value);
        return JsonFields.of(json, "a thing");
    }

    @Test
    void everyFieldHasItsType() {
        assertThat(with("AQID").bytes("a", 3)).isEqualTo(Bytes.fromHex("010203"));
        assertThat(with("AQID").exactly("a", 3)).isEqualTo(Bytes.fromHex("010203"));
        assertThat(with(7).uint("a")).isEqualTo(7);
        assertThat(with(7L).optionalUint("a")).contains(7L);
        assertThat(with(null).optionalUint("a")).isEmpty();
        assertThat(with(true).bool("a")).isTrue();
        assertThat(with(List.of("x")).list("a", String.class, 1)).containsExactly("x");
    }

    @Test
    void anotherTypeIsRefused() {
        malformed(() -> with("AQID").bytes("a", 2));
        malformed(() -> with("AQID").exactly("a", 4));
        malformed(() -> with("A".repeat(4000)).bytes("a", 100));
        malformed(() -> with(1).text("a"));
        malformed(() -> with("1").uint("a"));
        malformed(() -> with(-1).uint("a"));
        malformed(() -> with(1.5).uint("a"));
        malformed(() -> with(new BigDecimal("1")).uint("a"));
        malformed(() -> with(BigInteger.TWO.pow(64)).uint("a"));
        malformed(() -> with("true").bool("a"));
        malformed(() -> with(null).text("a"));
        malformed(() -> with(List.of("x", "y")).list("a", String.class, 1));
        malformed(() -> with(List.of(1)).list("a", String.class, 1));
        malformed(() -> with(Arrays.asList("x", null)).list("a", String.class, 2));
        malformed(() -> with(1).end());
        malformed(() -> JsonFields.of(List.of(), "a thing"));
        malformed(() -> JsonFields.of(null, "a thing"));
    }

    private static Arguments message(
            Object message, Map<String, Object> json, Function<Map<String, ?>, ?> reader) {
        return Arguments.of(message, json, reader);
    }

    static Stream<Arguments> messages() {
        World world = new World();
        Enrolments service = new Enrolments(world);
        var challenge = service.mint();
        Validity hour = Validity.starting(World.NOW, Duration.ofHours(1));
        var host = World.p256();
        CertificateAnswer answer =
                service.answer(service.enrolment(host, Bytes.zeros(64)), host, hour);
        var request = new EnrolmentRequest(Bytes.zeros(32), Bytes.zeros(9), Bytes.zeros(64));
        var renewal = new RenewalRequest(Bytes.zeros(9), hour, Bytes.zeros(70));
        Receipt receipt = challenge.bootstrapReceipt();
        var delivery =
                new PolicyDelivery(Bytes.zeros(99), Bytes.zeros(16), Bytes.zeros(5), receipt);
        var sync = new SyncAnswer(List.of(delivery, delivery), false);
        var heartbeat = new HeartbeatAnswer(HostState.QUARANTINED, Duration.ofSeconds(30));
        return Stream.of(
                message(challenge, challenge.toJson(), EnrolmentChallenge::fromJson),
                message(answer, answer.toJson(), CertificateAnswer::fromJson),
                message(request, request.toJson(), EnrolmentRequest::fromJson),
                message(renewal, renewal.toJson(), RenewalRequest::fromJson),
                message(delivery, delivery.toJson(), PolicyDelivery::fromJson),
                message(sync, sync.toJson(), SyncAnswer::fromJson),
                message(heartbeat, heartbeat.toJson(), HeartbeatAnswer::fromJson));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMessageIsReadAsItWasWrittenAndNotOtherwise(
            Object message, Map<String, Object> json, Function<Map<String, ?>, ?> reader) {
        assertThat(reader.apply(json)).isEqualTo(message);
        for (String key : new ArrayList<>(json.keySet())) {
            Map<String, Object> less = new LinkedHashMap<>(json);
            less.remove(key);
            malformed(() -> reader.apply(less));
            for (Object wrong : Arrays.asList(null, "?", -1, 1.5, List.of(List.of()), Map.of())) {
                Map<String, Object> other = new LinkedHashMap<>(json);
                other.put(key, wrong);
                malformed(() -> reader.apply(other));
            }
        }
        Map<String, Object> more = new LinkedHashMap<>(json);
        more.put("zz", "");
        malformed(() -> reader.apply(more));
    }
}
