package dev.sealwright.attestation;

import dev.sealwright.attestation.cmw.WrappedEvidence;
import dev.sealwright.attestation.evidence.Collateral;
import dev.sealwright.attestation.evidence.Evidence;
import dev.sealwright.attestation.evidence.EvidenceReader;
import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.wire.JsonText;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import java.util.Optional;

/** What evidence claims, for people to read. Nothing is verified, and the text says so first. */
public final class AttestShow {
    private static final String WARNING = "UNVERIFIED: nothing here is proven; verify it first.";
    private static final int NAME_COLUMN = 28;

    private AttestShow() {}

    /** One line a claim, nested ones indented. */
    public static String text(Bytes file, Optional<Format> format, Collateral collateral) {
        Evidence evidence = read(file, format, collateral);
        StringBuilder out = new StringBuilder();
        out.append(WARNING).append('\n');
        out.append("format").append(" ".repeat(NAME_COLUMN - "format".length()));
        out.append(evidence.format().label()).append('\n');
        lines(evidence.facts(), 0, out);
        return out.toString();
    }

    public static JsonValue.Obj json(Bytes file, Optional<Format> format, Collateral collateral) {
        Evidence evidence = read(file, format, collateral);
        return new Facts()
                .put("verified", false)
                .put("format", evidence.format().label())
                .put("claims", evidence.facts())
                .end();
    }

    private static Evidence read(Bytes file, Optional<Format> format, Collateral collateral) {
        WrappedEvidence opened = WrappedEvidence.open(file);
        return EvidenceReader.read(
                opened.evidence(),
                format.or(opened::format)
                        .orElseGet(() -> EvidenceReader.detect(opened.evidence())),
                collateral.and(opened.collateral()));
    }

    static void lines(JsonValue.Obj claims, int depth, StringBuilder out) {
        claims.members()
                .forEach(
                        (name, value) -> {
                            String label = "  ".repeat(depth) + printable(name);
                            out.append(label);
                            if (value instanceof JsonValue.Obj inner) {
                                out.append('\n');
                                lines(inner, depth + 1, out);
                            } else {
                                int gap = Math.max(1, NAME_COLUMN - label.length());
                                out.append(" ".repeat(gap)).append(shown(value)).append('\n');
                            }
                        });
    }

    private static String shown(JsonValue value) {
        return value instanceof JsonValue.Str(String text)
                ? printable(text)
                : printable(JsonText.of(value));
    }

    /** Outside text must not move a terminal's cursor or reorder what is read. */
    private static String printable(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .forEach(
                        c -> {
                            int type = Character.getType(c);
                            boolean plain =
                                    !Character.isISOControl(c)
                                            && type != Character.FORMAT
                                            && type != Character.SURROGATE
                                            && type != Character.LINE_SEPARATOR
                                            && type != Character.PARAGRAPH_SEPARATOR;
                            out.appendCodePoint(plain ? c : '\uFFFD');
                        });
        return out.toString();
    }
}
