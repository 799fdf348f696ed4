package dev.sealwright.keyservice.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.fixture.HeldCeremony;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.anchors.VoterKind;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.note.NoteAlgorithm;
import dev.sealwright.protocol.note.NoteKey;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom the root's ceremony takes for voters. */
final class ElectorateTest {
    private static final String SERIAL = "0123456789abcdef";

    @TempDir Path folder;

    private static MemberStatement member() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            Bytes raw = Ed25519.raw(Bytes.of(pair.getPublic().getEncoded()));
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(ServiceKeysStatement.possession(SERIAL, raw).toArray());
            return new MemberStatement(SERIAL, raw, Bytes.of(signature.sign()), Optional.empty());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ServiceKeysStatement service() {
        MemberStatement log = member();
        return new ServiceKeysStatement(
                SERIAL, log.logKey(), log.proof(), Bytes.EMPTY, Bytes.EMPTY, Optional.empty());
    }

    @Test
    void aStatementIsReadAsItWasWritten() {
        MemberStatement statement = member();
        MemberStatement read = MemberStatement.parse(statement.json());

        read.verify();
        assertThat(read).isEqualTo(statement);
    }

    @Test
    void aStatementThatProvesNothingIsRefused() {
        MemberStatement one = member();
        MemberStatement other = member();

        assertThatThrownBy(
                        new MemberStatement(SERIAL, one.logKey(), other.proof(), Optional.empty())
                                ::verify)
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(
                        new MemberStatement("another", one.logKey(), one.proof(), Optional.empty())
                                ::verify)
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void aStatementOfAnotherFormIsRefused() {
        for (String name : List.of("format", "token_serial", "log_key", "log_key_proof")) {
            Map<String, String> object = FlatJson.read(member().json());
            object.remove(name);
            assertThatThrownBy(() -> MemberStatement.parse(FlatJson.write(object)))
                    .as(name)
                    .isInstanceOf(MalformedException.class);
        }
        Map<String, String> more = FlatJson.read(member().json());
        more.put("more", "of it");
        assertThatThrownBy(() -> MemberStatement.parse(FlatJson.write(more)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void membersAreNumberedAndWitnessesHaveTheirNames() {
        MemberStatement second = member();
        NoteKey witness =
                new NoteKey("witness.example/w1", NoteAlgorithm.COSIGNATURE_V1, member().logKey());
        ServiceKeysStatement service = service();

        assertThat(Electorate.of(service, List.of(second), List.of(witness.vkey())).voters())
                .containsExactly(
                        new Voter("member-1", VoterKind.MEMBER, service.logKey()),
                        new Voter("member-2", VoterKind.MEMBER, second.logKey()),
                        new Voter("witness.example/w1", VoterKind.WITNESS, witness.key()));
    }

    @Test
    void nobodyVotesTwice() {
        MemberStatement second = member();
        NoteKey log = new NoteKey("no.witness", NoteAlgorithm.ED25519, member().logKey());

        assertThatThrownBy(() -> Electorate.of(service(), List.of(second, second), List.of()))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Electorate.of(service(), List.of(), List.of(log.vkey())))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("cosignatures");
    }

    @ParameterizedTest
    @CsvSource({"1, between 2 and 3", "4, between 2 and 3", "two, is no number"})
    void aQuorumIsMoreThanHalfAndNotMoreThanAll(String quorum, String why) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> words =
                new ArrayList<>(
                        HeldCeremony.rootArguments(
                                "/no/module", folder, folder.resolve("keys.json")));
        words.addAll(List.of("--member", "a.json", "--member", "b.json", "--quorum", quorum));
        int status =
                CeremonyMain.run(
                        words,
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        new SecureRandom(),
                        Clock.systemUTC());

        assertThat(status).isEqualTo(CeremonyMain.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(why);
    }
}
