package dev.sealwright.protocol.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import java.util.ArrayList;
import java.util.List;

/**
 * The signatures of a script or a transcript, a text beside it.
 *
 * @param digest SHA-256 of what is signed
 */
public record OperatorSignatures(Bytes digest, List<Approval> approvals) {
    private static final String FIRST = "sealwright ceremony signatures 1";

    public OperatorSignatures {
        approvals = List.copyOf(approvals);
        if (approvals.size() > Anchors.MAX_MEMBERS) {
            throw new MalformedException("more signatures than there can be operators");
        }
    }

    public static OperatorSignatures parse(Bytes text) {
        PlainLines lines = PlainLines.read(text, FIRST, "a file of operators' signatures");
        Bytes digest = Choice.digest(lines.take("of"));
        List<Approval> approvals = new ArrayList<>();
        while (lines.at("operator")) {
            List<String> words = lines.words("operator", 2, 2);
            approvals.add(new Approval(words.get(0), Bytes.fromBase64Url(words.get(1))));
        }
        lines.end();
        return new OperatorSignatures(digest, approvals);
    }

    public Bytes encode() {
        StringBuilder text = new StringBuilder(FIRST + "\nof " + digest.hex() + "\n");
        for (Approval each : approvals) {
            text.append("operator ")
                    .append(each.operator())
                    .append(' ')
                    .append(each.signature().base64Url())
                    .append('\n');
        }
        return Bytes.utf8(text.toString());
    }

    /** The same with this one, in the place of an earlier one by the same operator. */
    public OperatorSignatures with(Approval approval) {
        List<Approval> all = new ArrayList<>(approvals);
        all.removeIf(each -> each.operator().equals(approval.operator()));
        all.add(approval);
        return new OperatorSignatures(digest, all);
    }

    /** The signatures, if they are of this. */
    public List<Approval> of(Bytes what) {
        if (!digest.equals(what)) {
            throw new MalformedException("these signatures are of another text");
        }
        return approvals;
    }
}
