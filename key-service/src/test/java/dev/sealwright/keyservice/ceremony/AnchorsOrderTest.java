package dev.sealwright.keyservice.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.fixture.HeldCeremony;
import dev.sealwright.keyservice.fixture.MemberToken;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.anchors.VoterKind;
import dev.sealwright.protocol.crypto.Ed25519Key;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.testkit.SoftHsm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Who takes whose place among three members, the second of which issues beside the first. */
final class AnchorsOrderTest {
    @RegisterExtension static final SoftHsm HSM = new SoftHsm();

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @TempDir private static Path home;
    private static VerifiedAnchors anchors;

    @BeforeAll
    static void hold() throws IOException {
        MemberToken second =
                MemberToken.makeFull(HSM, Files.createDirectory(home.resolve("two")), "two");
        MemberToken third =
                MemberToken.make(HSM, Files.createDirectory(home.resolve("three")), "three");
        anchors =
                HeldCeremony.hold(
                                HSM,
                                Files.createDirectory(home.resolve("held")),
                                List.of(
                                        "--member",
                                        second.statement().toString(),
                                        "--member",
                                        third.statement().toString()))
                        .anchors(NOW);
    }

    private static Voter member(String name) {
        Bytes key = Ed25519Key.publicKey(Sha256.of(Bytes.utf8("in place of " + name)).toArray());
        return new Voter(name, VoterKind.MEMBER, key);
    }

    private static AnchorsOrder replacing(Voter... voters) {
        Map<String, Voter> replaced = new LinkedHashMap<>();
        for (Voter voter : voters) {
            replaced.put(voter.name(), voter);
        }
        return new AnchorsOrder(replaced, List.of(), List.of(), 0, Duration.ofDays(30));
    }

    @Test
    void oneInThePlaceOfAMemberThatIssuedHasAnotherNameAndVotesOnly() {
        Voter other = member("member-2");
        Anchors next = replacing(other).next(anchors, NOW);

        assertThat(next.voters())
                .containsExactly(
                        anchors.voters().get(0),
                        new Voter("member-2.2", VoterKind.MEMBER, other.key()),
                        anchors.voters().get(2));
        assertThat(next.issuing()).extracting(Voter::name).containsExactly("member-1");
        assertThat(next.quorum()).isEqualTo(anchors.content().quorum());
        assertThat(next.replaces()).contains(anchors.digest());
    }

    @Test
    void theCasOfTheOneThatIsGoneStay() {
        Anchors next = replacing(member("member-2")).next(anchors, NOW);

        assertThat(anchors.content().furtherCas())
                .singleElement()
                .satisfies(cas -> assertThat(cas.member()).isEqualTo("member-2"));
        assertThat(next.furtherCas()).isEqualTo(anchors.content().furtherCas());
        assertThat(next.serverCa()).isEqualTo(anchors.content().serverCa());
        assertThat(next.hostCa()).isEqualTo(anchors.content().hostCa());
    }

    @Test
    void oneInThePlaceOfAMemberThatOnlyVotedKeepsTheName() {
        Voter other = member("member-3");
        Anchors next = replacing(other).next(anchors, NOW);

        assertThat(next.voters().get(2)).isEqualTo(other);
        assertThat(next.issuing()).extracting(Voter::name).containsExactly("member-1", "member-2");
    }

    @Test
    void theFirstAndAnybodyUnknownOrUnderAKeyOfAVotersIsNotReplaced() {
        assertThatThrownBy(() -> replacing(member("member-1")).next(anchors, NOW))
                .isInstanceOf(CeremonyRefusedException.class);
        assertThatThrownBy(() -> replacing(member("member-4")).next(anchors, NOW))
                .isInstanceOf(UsageException.class);
        Voter same = new Voter("member-2", VoterKind.MEMBER, anchors.voters().get(2).key());
        assertThatThrownBy(() -> replacing(same).next(anchors, NOW))
                .isInstanceOf(MalformedException.class);
    }
}
