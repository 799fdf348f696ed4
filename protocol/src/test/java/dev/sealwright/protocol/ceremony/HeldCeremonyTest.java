package dev.sealwright.protocol.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.anchors.Operator;
import dev.sealwright.protocol.anchors.OperatorKey;
import dev.sealwright.protocol.ceremony.CeremonyTranscript.Ending;
import dev.sealwright.protocol.ceremony.CeremonyTranscript.Mode;
import dev.sealwright.protocol.ceremony.StepAttempt.Outcome;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.TranscriptBody;
import dev.sealwright.protocol.passkey.Assertion;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Scripts, transcripts and what operators sign of them. */
class HeldCeremonyTest {
    private static final int ROUNDS = 5_000;

    private final ScriptTexts texts = new ScriptTexts();

    private static void malformed(String text) {
        assertThatThrownBy(() -> CeremonyScript.parse(Bytes.utf8(text)))
                .as(text)
                .isInstanceOf(MalformedException.class);
    }

    private static void refused(Runnable step, String why) {
        assertThatThrownBy(step::run)
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aScriptSaysWhoDoesWhatFromWhat() {
        CeremonyScript script = texts.script();
        assertThat(script.title()).isEqualTo("Make the keys");
        assertThat(script.operators())
                .extracting(each -> each.key().kind())
                .containsExactly("ed25519", "piv");
        assertThat(script.steps())
                .extracting(ScriptStep::name)
                .containsExactly("look", "keys", "close");
        assertThat(script.steps().get(1).places()).containsExactly("order", "work");
    }

    @Test
    void aScriptThatIsNotWholeIsMalformed() {
        malformed("");
        malformed(texts.text.strip());
        malformed(texts.text.replace("title Make the keys\n", ""));
        malformed(texts.text.replace("required 2", "required 3"));
        malformed(texts.text.replace("required 2", "required 02"));
        malformed(texts.text.replace("by ada", "by eve"));
        malformed(texts.text.replace("on service", "on another"));
        malformed(texts.text.replace("{order}", "{other}"));
        malformed(texts.text.replace("{order}", "{order"));
        malformed(texts.text.replace("{home}", "{key:eve}"));
        malformed(texts.text.replace("  by ada\n", ""));
        malformed(texts.text.replace("step keys", "step look"));
        malformed(texts.text.replace(" ed25519 ", " piv "));
        malformed(texts.text.replace("--in {order}", "--in  {order}"));
        malformed(texts.text.replace("Friday", "Friday\u00e9"));
        malformed(texts.text.replace("Make", "Make \\\"").replace("title", "title"));
        malformed(texts.text.replace("\n", "\r\n"));
        malformed(texts.text + "more of it\n");
    }

    @Test
    void whatWasAgreedAndDoneIsVerified() {
        HeldCeremony held = texts.whole();
        held.verify();
        HeldCeremony again =
                HeldCeremony.parse(
                        Bytes.utf8(texts.text),
                        held.agreed().encode(),
                        held.transcript().encode(),
                        held.witnessed().encode());
        assertThat(again).isEqualTo(held);
        again.verify();
    }

    @Test
    void theTranscriptFollowsTheScriptStepByStep() {
        CeremonyTranscript begun = texts.begun();
        StepAttempt look = texts.attempt("look", Outcome.DONE);
        StepAttempt keys = texts.attempt("keys", Outcome.DONE);
        CeremonyScript script = texts.script();
        refused(
                () ->
                        begun.with(keys)
                                .ended(ScriptTexts.NOW, Ending.ABANDONED)
                                .requireFollows(script),
                "not the script's next");
        refused(
                () ->
                        begun.with(look)
                                .with(look)
                                .ended(ScriptTexts.NOW, Ending.ABANDONED)
                                .requireFollows(script),
                "not the script's next");
        refused(() -> begun.with(look).requireFollows(script), "not over");
        refused(
                () ->
                        begun.with(look)
                                .ended(ScriptTexts.NOW, Ending.COMPLETED)
                                .requireFollows(script),
                "did not end as it says");
        begun.with(look).ended(ScriptTexts.NOW, Ending.ABANDONED).requireFollows(script);
        StepAttempt others =
                new StepAttempt(
                        "keys",
                        keys.begun(),
                        keys.confirmed(),
                        Map.of("order", Bytes.fromHex("cd".repeat(32))),
                        keys.serials(),
                        keys.said(),
                        keys.outputs(),
                        keys.ended(),
                        Outcome.DONE);
        refused(
                () ->
                        begun.with(look)
                                .with(others)
                                .ended(ScriptTexts.NOW, Ending.ABANDONED)
                                .requireFollows(script),
                "another order");
        StepAttempt unconfirmed =
                new StepAttempt(
                        "look",
                        look.begun(),
                        Optional.empty(),
                        Map.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        look.ended(),
                        Outcome.DONE);
        refused(
                () ->
                        begun.with(unconfirmed)
                                .ended(ScriptTexts.NOW, Ending.ABANDONED)
                                .requireFollows(script),
                "not confirmed by whom");
    }

    @Test
    void aRehearsalIsNeverARecordOfWhatWasHeld() {
        CeremonyTranscript held = texts.held();
        CeremonyTranscript rehearsed =
                new CeremonyTranscript(
                        held.script(),
                        Mode.REHEARSAL,
                        held.tool(),
                        held.begun(),
                        held.attempts(),
                        held.end());
        assertThat(rehearsed.message()).isNotEqualTo(held.message());
        refused(() -> rehearsed.leaf(List.of(texts.byAda(rehearsed.message()))), "rehearsal");
        TranscriptBody forged =
                new TranscriptBody(
                        held.script(),
                        rehearsed.digest(),
                        List.of(texts.byAda(rehearsed.message())));
        refused(
                () ->
                        Consents.require(
                                texts.script().operators(),
                                1,
                                forged.message(),
                                forged.approvals()),
                "did not sign");
    }

    @Test
    void theLeafIsACeremonysOfTheSecondKind() {
        TranscriptBody body = texts.whole().leaf();
        Leaf leaf = new Leaf(Bytes.zeros(16), ScriptTexts.NOW, Leaf.NO_ORG, body);
        assertThat(LeafCodec.decode(leaf.encode())).isEqualTo(leaf);
        assertThat(leaf.type()).isEqualTo("ceremony");
        assertThatThrownBy(() -> new Leaf(Bytes.zeros(16), ScriptTexts.NOW, World.ORG, body))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void aPasskeysAssertionCountsAsItsOperatorsSignature() {
        KeyPair eve = World.p256();
        Operator operator =
                new Operator(
                        "eve",
                        new OperatorKey.Passkey(
                                Bytes.of(eve.getPublic().getEncoded()), "localhost"));
        Bytes message = texts.held().message();
        Approval approval = new Approval("eve", assertion(eve, message));
        assertThat(Consents.count(List.of(operator), message, List.of(approval))).isEqualTo(1);
        refused(
                () -> Consents.count(List.of(operator), Bytes.utf8("x"), List.of(approval)),
                "did not sign");
        TranscriptBody body =
                new TranscriptBody(texts.held().script(), texts.held().digest(), List.of(approval));
        Leaf leaf = new Leaf(Bytes.zeros(16), ScriptTexts.NOW, Leaf.NO_ORG, body);
        assertThat(LeafCodec.decode(leaf.encode())).isEqualTo(leaf);
    }

    private static Bytes assertion(KeyPair by, Bytes message) {
        Bytes data =
                Bytes.concat(
                        Sha256.of(Bytes.utf8("localhost")),
                        Bytes.of(new byte[] {0x05, 0, 0, 0, 1}));
        Bytes client =
                Bytes.utf8(
                        "{\"type\":\"webauthn.get\",\"challenge\":\""
                                + Sha256.of(message).base64Url()
                                + "\",\"origin\":\"http://localhost:4711\",\"crossOrigin\":false}");
        Bytes signed = Bytes.concat(data, Sha256.of(client));
        return new Assertion(data, client, World.sign("SHA256withECDSA", by.getPrivate(), signed))
                .encode();
    }

    @Test
    void onlyOperatorsCountAndEachOnce() {
        CeremonyScript script = texts.script();
        Bytes message = script.message();
        refused(() -> script.requireSigned(List.of(texts.byAda(message))), "1 of 2");
        refused(
                () -> script.requireSigned(List.of(texts.byAda(message), texts.byAda(message))),
                "two approvals");
        refused(
                () ->
                        script.requireSigned(
                                List.of(texts.byAda(message), texts.byBob(Bytes.utf8("x")))),
                "did not sign");
        script.requireSigned(List.of(texts.byBob(message), texts.byAda(message)));
    }

    @Test
    void whateverIsChangedInATextItIsMalformedOrAnother() {
        Random random = new Random(20261127);
        HeldCeremony held = texts.whole();
        List<Bytes> all =
                List.of(
                        Bytes.utf8(texts.text),
                        held.agreed().encode(),
                        held.transcript().encode(),
                        held.witnessed().encode());
        for (int i = 0; i < ROUNDS; i++) {
            int which = random.nextInt(all.size());
            byte[] bytes = all.get(which).toArray();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Bytes changed = Bytes.of(bytes);
            try {
                switch (which) {
                    case 0 ->
                            assertThat(CeremonyScript.parse(changed).digest())
                                    .isNotEqualTo(held.script().digest());
                    case 2 ->
                            assertThat(CeremonyTranscript.parse(changed).digest())
                                    .isNotEqualTo(held.transcript().digest());
                    default ->
                            assertThat(OperatorSignatures.parse(changed))
                                    .isNotEqualTo(which == 1 ? held.agreed() : held.witnessed());
                }
            } catch (MalformedException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void aTranscriptIsPlainTextThatIsWrittenOneWay() {
        Bytes text = texts.held().encode();
        assertThat(new String(text.toArray(), StandardCharsets.US_ASCII))
                .contains("mode held\n", "  confirmed bob\n", "  out home/admin.key private\n");
        assertThatThrownBy(
                        () ->
                                CeremonyTranscript.parse(
                                        Bytes.utf8(
                                                new String(
                                                                text.toArray(),
                                                                StandardCharsets.US_ASCII)
                                                        .replace("  begun", " begun"))))
                .isInstanceOf(MalformedException.class);
    }
}
