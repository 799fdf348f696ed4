package dev.sealwright.protocol.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A script of three steps and two operators, and what came of it. */
final class ScriptTexts {
    static final Bytes INPUT = Bytes.fromHex("ab".repeat(32));
    static final Instant NOW = World.NOW;

    final KeyPair ada = World.ed25519();
    final KeyPair bob = World.p256();
    final String text =
            String.format(
                    Locale.ROOT,
                    """
            sealwright ceremony script 1
            # What we do on Friday
            title Make the keys
            log seal.example/log/1
            required 2
            operator ada ed25519 %s
            operator bob piv %s
            token service sealwright-service nothing
            input order file %s
            place home folder

            step look
              by ada
              do Look at the seal of the bag
            step keys
              by bob
              on service
              run service-keys --in {order} --out {work}/keys.json
            step close
              run first-key --dir {home}
            """,
                    spki(ada),
                    spki(bob),
                    INPUT.hex());

    private static String spki(KeyPair pair) {
        return Bytes.of(pair.getPublic().getEncoded()).base64Url();
    }

    CeremonyScript script() {
        return CeremonyScript.parse(Bytes.utf8(text));
    }

    Approval byAda(Bytes message) {
        return new Approval("ada", World.sign("Ed25519", ada.getPrivate(), message));
    }

    Approval byBob(Bytes message) {
        return new Approval(
                "bob", World.sign("SHA256withECDSAinP1363Format", bob.getPrivate(), message));
    }

    CeremonyTranscript begun() {
        return new CeremonyTranscript(
                script().digest(),
                CeremonyTranscript.Mode.HELD,
                "test",
                NOW,
                List.of(),
                Optional.empty());
    }

    StepAttempt attempt(String step, StepAttempt.Outcome outcome) {
        boolean keys = step.equals("keys");
        Optional<String> by =
                script().steps().stream()
                        .filter(each -> each.name().equals(step))
                        .findFirst()
                        .flatMap(ScriptStep::by);
        return new StepAttempt(
                step,
                NOW,
                by,
                keys ? Map.of("order", INPUT) : Map.of(),
                keys ? List.of("1234") : List.of(),
                keys ? List.of("key-made made a key") : List.of(),
                keys
                        ? Map.of("work/keys.json", Optional.of(INPUT))
                        : Map.of("home/admin.key", Optional.empty()),
                NOW,
                outcome);
    }

    CeremonyTranscript held() {
        return begun().with(attempt("look", StepAttempt.Outcome.DONE))
                .with(attempt("keys", StepAttempt.Outcome.FAILED))
                .with(attempt("keys", StepAttempt.Outcome.DONE))
                .with(attempt("close", StepAttempt.Outcome.DONE))
                .ended(NOW, CeremonyTranscript.Ending.COMPLETED);
    }

    HeldCeremony whole() {
        CeremonyTranscript transcript = held();
        Bytes agreed = script().message();
        Bytes seen = transcript.message();
        return new HeldCeremony(
                script(),
                new OperatorSignatures(script().digest(), List.of(byAda(agreed), byBob(agreed))),
                transcript,
                new OperatorSignatures(transcript.digest(), List.of(byAda(seen), byBob(seen))));
    }
}
