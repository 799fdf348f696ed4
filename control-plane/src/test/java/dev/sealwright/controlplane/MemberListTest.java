package dev.sealwright.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.wire.KeyServiceAddress;
import dev.sealwright.protocol.MalformedException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file that names the further members of the log. */
class MemberListTest {
    @Test
    void aMemberIsReachedByASocketOrByTls() {
        MemberList list =
                MemberList.parse(
                        """
                        # two more
                        member unix:/run/two/keys.sock

                          member   tls:three.example:7500 /etc/channel-3
                        """);

        assertThat(list.entries())
                .containsExactly(
                        new MemberList.Entry(
                                KeyServiceAddress.parse("unix:/run/two/keys.sock"),
                                Optional.empty()),
                        new MemberList.Entry(
                                KeyServiceAddress.parse("tls:three.example:7500"),
                                Optional.of(Path.of("/etc/channel-3"))));
    }

    @Test
    void withoutTheFileThereAreNone() {
        assertThat(MemberList.of(Map.of()).entries()).isEmpty();
        assertThatThrownBy(() -> MemberList.of(Map.of("SEALWRIGHT_MEMBERS", "/nowhere/at/all")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("/nowhere/at/all");
    }

    @ParameterizedTest
    @CsvSource({
        "member, is not: member ADDRESS",
        "witness unix:/a, is not: member ADDRESS",
        "member http://a, has no address",
        "member unix:/a /b, has something after its address",
        "member tls:a:1, needs the folder",
        "member tls:a:1 /b /c, needs the folder"
    })
    void anythingElseIsNamedByItsLine(String line, String why) {
        assertThatThrownBy(() -> MemberList.parse("# members\n" + line + "\n"))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining(why);
    }

    @Test
    void oneIsNamedOnceAndThereAreNotMany() {
        assertThatThrownBy(() -> MemberList.parse("member unix:/a\nmember unix:/a\n"))
                .hasMessageContaining("for the second time");
        String many =
                IntStream.range(0, 16)
                        .mapToObj(i -> "member unix:/" + i)
                        .collect(Collectors.joining("\n"));
        assertThatThrownBy(() -> MemberList.parse(many)).hasMessageContaining("more than 15");
    }
}
