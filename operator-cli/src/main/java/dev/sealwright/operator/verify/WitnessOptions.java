package dev.sealwright.operator.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.note.Cosignature;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteAlgorithm;
import dev.sealwright.protocol.note.NoteKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --witness} and {@code --witness-quorum}: who else must have seen the checkpoint. */
public final class WitnessOptions {
    @Option(
            names = "--witness",
            paramLabel = "KEY",
            description =
                    "Verifier key of a witness whose cosignature counts; repeatable. Have it from"
                            + " the witness.")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--witness-quorum",
            paramLabel = "N",
            description = "How many of them must have cosigned. Default: all.")
    private @Nullable Integer quorum;

    /** A witness and when it cosigned. */
    record Cosigner(String name, Instant time) {}

    /**
     * Who of the given witnesses cosigned.
     *
     * @throws VerificationException if they are too few, or a line is not by the key it names
     */
    List<Cosigner> check(Note checkpoint) {
        List<NoteKey> witnesses = keys.stream().map(WitnessOptions::key).distinct().toList();
        int wanted = wanted(witnesses.size());
        List<Cosigner> cosigners = new ArrayList<>();
        for (NoteKey witness : witnesses) {
            Cosignature.time(checkpoint, witness)
                    .map(time -> new Cosigner(witness.name(), time))
                    .ifPresent(cosigners::add);
        }
        if (cosigners.size() < wanted) {
            throw new VerificationException(
                    Reason.QUORUM,
                    "a checkpoint that "
                            + cosigners.size()
                            + " of the witnesses cosigned, not "
                            + wanted);
        }
        return List.copyOf(cosigners);
    }

    private int wanted(int given) {
        int wanted = quorum == null ? given : quorum;
        if (wanted < 0 || wanted > given) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--witness-quorum asks for " + wanted + " of " + given + " witnesses",
                    "name at least as many with --witness KEY");
        }
        return wanted;
    }

    private static NoteKey key(String text) {
        try {
            NoteKey key = NoteKey.parseVkey(text);
            if (key.algorithm() == NoteAlgorithm.COSIGNATURE_V1) {
                return key;
            }
        } catch (MalformedException e) {
            throw notAKey(e);
        }
        throw notAKey(null);
    }

    private static CommandFailure notAKey(@Nullable MalformedException cause) {
        String what = "--witness is not the verifier key of a witness";
        String help =
                "it reads NAME+8 hexadecimal digits+base64, as sealwright witness show prints";
        return cause == null
                ? new CommandFailure(ExitCode.USAGE, what, help)
                : new CommandFailure(ExitCode.USAGE, what, help, cause);
    }

    static void describe(ObjectNode json, List<Cosigner> cosigners) {
        ArrayNode array = json.putArray("cosigned_by");
        cosigners.forEach(
                each ->
                        array.addObject()
                                .put("witness", each.name())
                                .put("time", each.time().toString()));
    }

    /** A line more for people; nothing when no witness is asked for. */
    static String text(List<Cosigner> cosigners) {
        return cosigners.isEmpty()
                ? ""
                : cosigners.stream()
                        .map(each -> each.name() + " at " + each.time())
                        .collect(Collectors.joining(", ", "\ncosigned by ", ""));
    }
}
