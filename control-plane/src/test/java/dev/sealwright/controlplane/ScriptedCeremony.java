package dev.sealwright.controlplane;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.anchors.Operator;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.ceremony.CeremonyScript;
import dev.sealwright.protocol.ceremony.CeremonyTranscript;
import dev.sealwright.protocol.ceremony.CeremonyTranscript.Ending;
import dev.sealwright.protocol.ceremony.CeremonyTranscript.Mode;
import dev.sealwright.protocol.ceremony.OperatorSignatures;
import dev.sealwright.protocol.ceremony.StepAttempt;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The four texts of a ceremony of one step, held by the one operator of a test's anchors. */
public record ScriptedCeremony(
        Bytes script, Bytes agreed, CeremonyTranscript transcript, Bytes witnessed) {

    static ScriptedCeremony of(VerifiedAnchors anchors, Path key, String title) {
        Operator operator = anchors.content().operators().getFirst();
        Bytes text =
                Bytes.utf8(
                        "sealwright ceremony script 1\ntitle "
                                + title
                                + "\nlog "
                                + anchors.origin()
                                + "\nrequired 1\noperator "
                                + operator.name()
                                + " ed25519 "
                                + operator.key().spki().base64Url()
                                + "\nstep look\n  by "
                                + operator.name()
                                + "\n  do Look at the seal\n");
        CeremonyScript script = CeremonyScript.parse(text);
        return of(script, text, operator.name(), key, Mode.HELD);
    }

    private static ScriptedCeremony of(
            CeremonyScript script, Bytes text, String operator, Path key, Mode mode) {
        Instant now = Seconds.truncate(Instant.now());
        CeremonyTranscript transcript =
                new CeremonyTranscript(
                                script.digest(), mode, "a test", now, List.of(), Optional.empty())
                        .with(
                                new StepAttempt(
                                        "look",
                                        now,
                                        Optional.of(operator),
                                        Map.of(),
                                        List.of(),
                                        List.of(),
                                        Map.of(),
                                        now,
                                        StepAttempt.Outcome.DONE))
                        .ended(now, Ending.COMPLETED);
        return new ScriptedCeremony(
                text,
                signed(script.digest(), operator, key, script.message()),
                transcript,
                signed(transcript.digest(), operator, key, transcript.message()));
    }

    /** The same as a rehearsal. */
    public ScriptedCeremony rehearsed(RunningService service) {
        CeremonyScript parsed = CeremonyScript.parse(script);
        return of(
                parsed,
                script,
                parsed.operators().getFirst().name(),
                service.operatorKey(),
                Mode.REHEARSAL);
    }

    private static Bytes signed(Bytes digest, String operator, Path key, Bytes message) {
        return new OperatorSignatures(digest, List.of(new Approval(operator, sign(key, message))))
                .encode();
    }

    private static Bytes sign(Path key, Bytes message) {
        try {
            String pem = Files.readString(key).replaceAll("-----[A-Z ]+-----|\\s", "");
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(
                    KeyFactory.getInstance("Ed25519")
                            .generatePrivate(
                                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem))));
            signer.update(message.toArray());
            return Bytes.of(signer.sign());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The fields of a request that submits it. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("script", text(script));
        fields.put("script_signatures", text(agreed));
        fields.put("transcript", text(transcript.encode()));
        fields.put("transcript_signatures", text(witnessed));
        return fields;
    }

    private static String text(Bytes bytes) {
        return new String(bytes.toArray(), StandardCharsets.UTF_8);
    }
}
