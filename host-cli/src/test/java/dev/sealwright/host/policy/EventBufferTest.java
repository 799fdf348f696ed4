package dev.sealwright.host.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.client.tls.HostKey;
import dev.sealwright.client.tls.HostKeyType;
import dev.sealwright.host.policy.EventBuffer.Event;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventBufferTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final HostKey KEY = HostKey.generate(HostKeyType.p256, RANDOM);

    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void aBufferOfThree() {
        file = folder.resolve("events.buffer");
        buffer().append(Bytes.utf8("one"), 100);
        buffer().append(Bytes.utf8("two"), 999);
        buffer().append(Bytes.utf8("three"), 999);
    }

    private EventBuffer buffer() {
        return buffer(KEY);
    }

    private EventBuffer buffer(HostKey key) {
        return new EventBuffer(file, new BufferCipher.Master(key), RANDOM);
    }

    private static Event event(long number, String text) {
        return new Event(number, Bytes.utf8(text));
    }

    @Test
    void eventsWaitInOrderUnderNumbersThatGrowByOne() throws IOException {
        assertThat(buffer().waiting())
                .containsExactly(event(100, "one"), event(101, "two"), event(102, "three"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .doesNotContain("one", "two", "three");
    }

    @Test
    void whatIsAcknowledgedGoesAndNumbersGoOn() {
        buffer().acknowledged(101);
        assertThat(buffer().waiting()).containsExactly(event(102, "three"));
        buffer().acknowledged(102);
        assertThat(buffer().waiting()).isEmpty();
        buffer().append(Bytes.utf8("four"), 1);
        assertThat(buffer().waiting()).containsExactly(event(103, "four"));
    }

    @Test
    void anEventThatAPowerCutToreIsLeftOutAndSaidToBe() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int cut = 1; cut < 4 + 5 + BufferCipher.TAG_SIZE; cut++) {
            Files.write(file, Arrays.copyOf(whole, whole.length - cut));
            assertThat(buffer().waiting()).hasSize(2);
            assertThat(buffer().mended()).isTrue();
            assertThat(buffer().mended()).isFalse();
            buffer().append(Bytes.utf8("again"), 1);
            assertThat(buffer().waiting()).hasSize(3).contains(event(102, "again"));
        }
    }

    @Test
    void noFlippedByteGoesUnnoticed() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] bad = whole.clone();
            bad[at] ^= 1;
            Files.write(file, bad);
            assertThat(isNoticed()).as("byte " + at).isTrue();
        }
    }

    private boolean isNoticed() {
        try {
            buffer().waiting();
            return buffer().mended();
        } catch (MalformedException e) {
            return true;
        }
    }

    @Test
    void anotherHostsKeyOpensNothing() {
        EventBuffer other = buffer(HostKey.generate(HostKeyType.p256, RANDOM));
        assertThatThrownBy(other::waiting).isInstanceOf(MalformedException.class);
    }

    @Test
    void aFullBufferLetsTheOldestGo() throws IOException {
        Bytes large = Bytes.zeros(4_000);
        int events = EventBuffer.MAX_SIZE / 4_000 + 10;
        EventBuffer buffer = buffer();
        for (int i = 0; i < events; i++) {
            buffer.append(large, 1);
        }
        assertThat(Files.size(file)).isLessThanOrEqualTo(EventBuffer.MAX_SIZE);
        assertThat(buffer.waiting().getLast().number()).isEqualTo(102 + events);
        assertThat(buffer.waiting().getFirst().number()).isGreaterThan(102);
    }
}
