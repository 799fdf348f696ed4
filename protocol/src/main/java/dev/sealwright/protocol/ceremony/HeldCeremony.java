package dev.sealwright.protocol.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.leaf.TranscriptBody;

/**
 * A script, what came of it, and both signed by enough operators: what there is to show of a
 * ceremony.
 */
public record HeldCeremony(
        CeremonyScript script,
        OperatorSignatures agreed,
        CeremonyTranscript transcript,
        OperatorSignatures witnessed) {

    /** Reads the four texts. */
    public static HeldCeremony parse(
            Bytes script, Bytes agreed, Bytes transcript, Bytes witnessed) {
        return new HeldCeremony(
                CeremonyScript.parse(script),
                OperatorSignatures.parse(agreed),
                CeremonyTranscript.parse(transcript),
                OperatorSignatures.parse(witnessed));
    }

    /**
     * That enough of the script's own operators signed both, and the transcript follows the script.
     *
     * @throws VerificationException if not
     */
    public void verify() {
        script.requireSigned(agreed.of(script.digest()));
        transcript.requireFollows(script);
        Consents.require(
                script.operators(),
                script.required(),
                transcript.message(),
                witnessed.of(transcript.digest()));
    }

    /** The same, and that its operators are those of the anchors. */
    public void verify(Anchors anchors) {
        verify();
        script.requireOperatorsOf(anchors);
    }

    /** What the log holds of it. */
    public TranscriptBody leaf() {
        return transcript.leaf(witnessed.approvals());
    }

    /**
     * That this leaf is about it.
     *
     * @throws VerificationException if not
     */
    public void requireIn(TranscriptBody leaf) {
        if (!leaf.script().equals(script.digest())
                || !leaf.transcript().equals(transcript.digest())) {
            throw new VerificationException(Reason.MISMATCH, "a leaf about another ceremony");
        }
    }
}
