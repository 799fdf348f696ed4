package dev.sealwright.protocol.leaf;

import static dev.sealwright.protocol.leaf.Fields.DIGEST;
import static dev.sealwright.protocol.leaf.Fields.require;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Framed;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import java.util.List;

/**
 * A ceremony was held by a script: a {@code ceremony} leaf of the second kind.
 *
 * @param script SHA-256 of the script's text
 * @param transcript SHA-256 of the transcript's text
 * @param approvals of operators who were there, over {@link #message}
 */
public record TranscriptBody(Bytes script, Bytes transcript, List<Approval> approvals)
        implements LeafBody {
    static final String ACTION = "script-held";

    private static final String DOMAIN = "sealwright/ceremony-held/v1";
    private static final int MAX_APPROVALS = 64;

    public TranscriptBody {
        approvals = List.copyOf(approvals);
        require(script, DIGEST, "script");
        require(transcript, DIGEST, "digest");
        require(!approvals.isEmpty() && approvals.size() <= MAX_APPROVALS, "approvals");
    }

    /** What operators sign once the ceremony is over. */
    public static Bytes message(Bytes script, Bytes transcript) {
        return Framed.domain(DOMAIN).add(script).add(transcript).bytes();
    }

    /** The same for this one. */
    public Bytes message() {
        return message(script, transcript);
    }

    @Override
    public String type() {
        return "ceremony";
    }

    @Override
    public boolean systemWide() {
        return true;
    }
}
