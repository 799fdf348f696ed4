package dev.sealwright.protocol.anchors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.TestCertificates;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.crypto.Certificates;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Issuing CAs of further members stand in the anchors, and count as the first member's do. */
class FurtherCasTest {
    private final World world = new World();
    private final KeyPair serverKey = World.p256();
    private final KeyPair hostKey = World.p256();
    private final X509Certificate serverCa =
            TestCertificates.serverCa(
                    "Second server CA",
                    serverKey.getPublic(),
                    world.root,
                    world.rootKey.getPrivate());
    private final X509Certificate hostCa =
            TestCertificates.hostCa(
                    "Second host CA", hostKey.getPublic(), world.root, world.rootKey.getPrivate());

    private static Anchors with(Anchors anchors, List<MemberCas> further) {
        return new Anchors(
                anchors.version(),
                anchors.validity(),
                anchors.origin(),
                anchors.trustDomain(),
                anchors.serverNames(),
                anchors.voters(),
                anchors.quorum(),
                anchors.operators(),
                anchors.operatorsRequired(),
                anchors.serverCa(),
                anchors.hostCa(),
                anchors.recoveryKey(),
                anchors.nextRoot(),
                anchors.closed(),
                further,
                Optional.empty());
    }

    private static MemberCas cas(String member, X509Certificate server, X509Certificate host) {
        return new MemberCas(member, Certificates.encode(server), Certificates.encode(host));
    }

    private VerifiedAnchors verified(MemberCas... further) {
        Bytes document = world.sign(with(world.anchors(), List.of(further)));
        return AnchorsDocument.verify(document, world.pin(), World.NOW);
    }

    @Test
    void theyAreReadAsTheyWereSigned() {
        VerifiedAnchors anchors = verified(cas("member-2", serverCa, hostCa));

        assertThat(anchors.serverCas()).containsExactly(world.serverCa, serverCa);
        assertThat(anchors.hostCas()).containsExactly(world.hostCa, hostCa);
        assertThat(anchors.severalIssue()).isTrue();
        assertThat(verified().severalIssue()).isFalse();
    }

    @Test
    void onlyMembersThatHaveThemIssueBesideTheFirst() {
        assertThat(verified(cas("member-2", serverCa, hostCa)).content().issuing())
                .extracting(Voter::name)
                .containsExactly("member-1");
    }

    @Test
    void oneThatIsNotTheRootsOrNotOfItsKindIsRefused() {
        World other = new World();
        assertThatThrownBy(() -> verified(cas("member-2", other.serverCa, other.hostCa)))
                .isInstanceOf(VerificationException.class);
        assertThatThrownBy(() -> verified(cas("member-2", hostCa, serverCa)))
                .isInstanceOf(VerificationException.class);
        assertThatThrownBy(() -> verified(cas("member-2", world.serverCa, hostCa)))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("one key");
    }

    @Test
    void impossibleListsAreRefused() {
        MemberCas one = cas("member-2", serverCa, hostCa);
        assertThatThrownBy(() -> with(world.anchors(), List.of(one, one)))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> cas("", serverCa, hostCa)).isInstanceOf(MalformedException.class);
    }
}
