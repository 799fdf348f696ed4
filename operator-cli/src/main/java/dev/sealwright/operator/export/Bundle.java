package dev.sealwright.operator.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The evidence of one organisation for one period. Everything in its archive follows from what is
 * here, and a reader makes the archive again to compare: what was changed, added or left out shows.
 *
 * @param anchors the COSE_Sign1 bytes
 * @param checkpoint the one that all receipts are under
 * @param entries those of the period and those around it that close the chain
 */
record Bundle(
        Period period, OrgRun run, Bytes anchors, Note checkpoint, List<BundleEntry> entries) {
    static final String FORMAT = "sealwright/audit-bundle/v1";
    static final int MAX_SIZE = 256 * 1024 * 1024;
    static final int MAX_ENTRIES = 50_000;

    private static final String MANIFEST = "manifest.json";
    private static final String ENTRIES = "entries.jsonl";
    private static final String ANCHORS = "anchors.cose";
    private static final String CHECKPOINT = "checkpoint";
    private static final String CRITERIA = "criteria.csv";
    private static final String README = "README.txt";

    Bundle {
        entries = List.copyOf(entries);
    }

    /** Whatever does not hold is refused: chain, digests, receipts. */
    static Bundle of(
            Period period, ReceiptVerifier verifier, Note checkpoint, List<BundleEntry> entries) {
        for (BundleEntry entry : entries) {
            if (!entry.receipt().checkpoint().equals(checkpoint)) {
                throw new VerificationException(
                        Reason.MISMATCH,
                        "entry " + entry.index() + " has its receipt under another checkpoint");
            }
            verifier.verify(entry.bytes(), entry.receipt());
        }
        return new Bundle(
                period,
                OrgRun.of(period.org(), entries),
                verifier.anchors().document(),
                checkpoint,
                entries);
    }

    /** Where the anchors of an archive are, for whoever has to believe them first. */
    static Bytes anchorsOf(Map<String, Bytes> files) {
        return file(files, ANCHORS);
    }

    static Bundle read(Map<String, Bytes> files, ReceiptVerifier verifier) {
        Fields manifest = Fields.parse(file(files, MANIFEST).toArray());
        if (!manifest.text("format").equals(FORMAT)) {
            throw new MalformedException("a bundle of another format than " + FORMAT);
        }
        byte[] note = file(files, CHECKPOINT).toArray();
        Bundle bundle =
                of(
                        Period.read(manifest),
                        verifier,
                        Note.parse(new String(note, StandardCharsets.UTF_8)),
                        lines(file(files, ENTRIES)));
        bundle.files().forEach((name, content) -> compare(name, content, files));
        if (!bundle.files().keySet().equals(files.keySet())) {
            throw new MalformedException("a bundle with a file too many");
        }
        return bundle;
    }

    private static void compare(String name, Bytes expected, Map<String, Bytes> files) {
        if (!files.getOrDefault(name, Bytes.EMPTY).equals(expected)) {
            throw new VerificationException(
                    Reason.MISMATCH, name + " is not what follows from the entries");
        }
    }

    private static Bytes file(Map<String, Bytes> files, String name) {
        return Optional.ofNullable(files.get(name))
                .orElseThrow(() -> new MalformedException("a bundle without " + name));
    }

    private static List<BundleEntry> lines(Bytes file) {
        byte[] content = file.toArray();
        List<BundleEntry> entries = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < content.length; at++) {
            if (content[at] == '\n') {
                if (entries.size() == MAX_ENTRIES) {
                    throw new MalformedException("more than " + MAX_ENTRIES + " entries");
                }
                entries.add(BundleEntry.parse(file.slice(from, at).toArray()));
                from = at + 1;
            }
        }
        if (from != content.length) {
            throw new MalformedException("a last line without its end");
        }
        return entries;
    }

    List<BundleEntry> inPeriod() {
        return entries.stream().filter(period::holds).toList();
    }

    /** Since when the period is whole: its beginning, or later. */
    Instant wholeFrom() {
        return run.from().filter(period.from()::isBefore).orElse(period.from());
    }

    /** Up to when it is whole; before {@link #wholeFrom} if nothing shows that it is. */
    Instant wholeUntil() {
        Instant until = run.until().orElse(Instant.EPOCH);
        return until.isBefore(period.to()) ? until : period.to();
    }

    /** Whether it is shown that no entry of the period is missing. */
    boolean whole() {
        return wholeFrom().equals(period.from()) && wholeUntil().equals(period.to());
    }

    Bytes archive() {
        return StoredZip.write(files());
    }

    private Map<String, Bytes> files() {
        Map<String, Bytes> files = new LinkedHashMap<>();
        files.put(README, BundleText.readme(this));
        files.put(CRITERIA, BundleText.criteria(this));
        files.put(ENTRIES, entryLines());
        files.put(ANCHORS, anchors);
        files.put(CHECKPOINT, checkpoint.bytes());
        files.put(MANIFEST, manifest(files));
        return files;
    }

    private Bytes entryLines() {
        var out = new ByteArrayOutputStream();
        for (BundleEntry entry : entries) {
            out.writeBytes(entry.line());
            out.write('\n');
        }
        return Bytes.of(out.toByteArray());
    }

    private Bytes manifest(Map<String, Bytes> files) {
        ObjectNode json = facts();
        var listed = json.putArray("files");
        files.forEach(
                (name, content) ->
                        listed.addObject()
                                .put("name", name)
                                .put("size", content.size())
                                .put("sha256", Sha256.of(content).hex()));
        return Bytes.of(Json.document(json));
    }

    /** What it is about and how far it is whole. */
    ObjectNode facts() {
        return Json.object()
                .put("format", FORMAT)
                .put("org", period.org().hex())
                .put("org_name", period.name())
                .put("from", period.from().toString())
                .put("to", period.to().toString())
                .put("entries", entries.size())
                .put("entries_in_period", inPeriod().size())
                .put("whole", whole())
                .put("whole_from", wholeFrom().toString())
                .put("whole_until", wholeUntil().toString());
    }
}
