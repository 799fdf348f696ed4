package dev.sealwright.operator.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.operator.fleet.AuditPages;
import dev.sealwright.operator.service.Paths;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.ReportBody.OrgHead;
import dev.sealwright.protocol.merkle.InclusionProof;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.merkle.TileHashes;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Gathers a bundle: the entries of the period and around it as far as the {@code org-head} leaves
 * that close the chain on both sides, and receipts for all of them under one checkpoint, made from
 * the log's public tiles. Where no org-head comes after the period, a report is made: it logs one.
 */
public final class BundleMaking {
    private static final Duration REPORTING = Duration.ofMinutes(2);
    private static final String ENTRIES = "/audit/entries";

    private final ServiceClient service;
    private final VerifiedAnchors anchors;
    private final String base;

    public BundleMaking(ServiceClient service, VerifiedAnchors anchors) {
        this.service = service;
        this.anchors = anchors;
        this.base = anchors.origin().substring(anchors.origin().indexOf('/'));
    }

    /** What was made: the archive, and what is to be said of it. */
    public record Made(Bytes archive, ObjectNode facts) {}

    /**
     * Makes the bundle of an organisation for a period.
     *
     * @param from RFC 3339, inclusive
     * @param to exclusive
     * @param progress hears how many entries are there
     */
    public Made make(String org, String from, String to, LongConsumer progress) {
        Instant begin = Period.time(from);
        Instant end = Period.time(to);
        long after = before(org, begin);
        long last = closing(org, end);
        List<Fields> listed = list(org, after, last, progress);
        Bytes tag = LeafCodec.decode(listed.getFirst().binary("leaf")).org();
        var period = new Period(tag, org, begin, end);
        Note note = checkpoint();
        Checkpoint head = VerifiedCheckpoint.verify(note, anchors).checkpoint();
        var hashes = new Hashes(head.size());
        List<BundleEntry> entries =
                listed.stream()
                        .map(each -> BundleEntry.of(each, receipt(each, note, head, hashes)))
                        .toList();
        Bundle bundle = Bundle.of(period, new ReceiptVerifier(anchors), note, entries);
        Bytes archive = bundle.archive();
        if (archive.size() > Bundle.MAX_SIZE) {
            throw tooMuch();
        }
        return new Made(archive, bundle.facts());
    }

    private static Receipt receipt(Fields listed, Note note, Checkpoint head, Hashes hashes) {
        long index = listed.number("leaf_index");
        return new Receipt(index, InclusionProof.compute(index, head.size(), hashes::of), note);
    }

    /**
     * The index after which the entries begin: at an org-head before the period, or at the first.
     */
    private long before(String org, Instant begin) {
        var query = query(org);
        query.put("kind", Optional.of("org-head"));
        query.put("until", Optional.of(begin.minus(OrgRun.SKEW).toString()));
        query.put("order", Optional.of("newest"));
        return page(query, 1).stream().findFirst().map(head -> chained(org, head)).orElse(-1L);
    }

    /** The index before the entry at which the chain had the head that this org-head names. */
    private long chained(String org, Fields orgHead) {
        OrgHead named = (OrgHead) LeafCodec.decode(orgHead.binary("leaf")).body();
        var query = query(org);
        query.put("order", Optional.of("newest"));
        query.put("cursor", Optional.of(Long.toString(orgHead.number("leaf_index") + 1)));
        return page(query, AuditPages.PAGE).stream()
                .filter(entry -> entry.text("prev_hash").equals(named.head().hex()))
                .findFirst()
                .map(entry -> entry.number("leaf_index") - 1)
                .orElse(-1L);
    }

    /** The index of the org-head that closes the period. */
    private long closing(String org, Instant end) {
        var query = query(org);
        query.put("kind", Optional.of("org-head"));
        query.put("since", Optional.of(end.plus(OrgRun.SKEW).toString()));
        List<Fields> found = page(query, 1);
        if (found.isEmpty()) {
            String about = Paths.query(Map.of("org", Optional.of(org)));
            service.send(Request.post("/v1/reports" + about, Json.object()).within(REPORTING));
            query.remove("since");
            query.put("order", Optional.of("newest"));
            found = page(query, 1);
        }
        return found.stream()
                .findFirst()
                .map(entry -> entry.number("leaf_index"))
                .orElseThrow(
                        () ->
                                new CommandFailure(
                                        ExitCode.REFUSED,
                                        "the service made a report and shows no org-head",
                                        "sealwright audit integrity says whether its log is whole"));
    }

    private List<Fields> list(String org, long after, long last, LongConsumer progress) {
        var pages = new AuditPages(service, query(org)).from(after);
        List<Fields> listed = new ArrayList<>();
        for (List<Fields> page = pages.next(); !page.isEmpty(); page = pages.next()) {
            page.stream().filter(each -> each.number("leaf_index") <= last).forEach(listed::add);
            if (listed.size() > Bundle.MAX_ENTRIES) {
                throw tooMuch();
            }
            progress.accept(listed.size());
            if (page.getLast().number("leaf_index") >= last) {
                break;
            }
        }
        if (listed.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.REFUSED, "there is no entry to show", "check --org and the period");
        }
        listed.stream()
                .filter(each -> each.text("leaf").isEmpty())
                .findFirst()
                .ifPresent(
                        gone -> {
                            throw gone(gone.number("leaf_index"));
                        });
        return listed;
    }

    private static CommandFailure gone(long index) {
        return new CommandFailure(
                ExitCode.REFUSED,
                "entry "
                        + index
                        + " went with retention: the service has its hash alone, and a bundle shows"
                        + " each entry whole",
                "choose a period behind it; a mirror from before has it still (log mirror)");
    }

    private static CommandFailure tooMuch() {
        return new CommandFailure(
                ExitCode.REFUSED,
                "a bundle holds at most " + Bundle.MAX_ENTRIES + " entries and 256 MiB",
                "choose a shorter period; a report now and then (report create) keeps what has to"
                        + " be added around it small");
    }

    private static Map<String, Optional<String>> query(String org) {
        var query = new LinkedHashMap<String, Optional<String>>();
        query.put("org", Optional.of(org));
        return query;
    }

    private List<Fields> page(Map<String, Optional<String>> query, int limit) {
        var limited = new LinkedHashMap<>(query);
        limited.put("limit", Optional.of(Integer.toString(limit)));
        return service.send(Request.get(ENTRIES + Paths.query(limited))).json().objects("items");
    }

    private Note checkpoint() {
        var answer = service.send(Request.get(base + "/checkpoint").upTo(Note.MAX_SIZE));
        return Note.parse(new String(answer.body().toArray(), StandardCharsets.UTF_8));
    }

    /** Subtree hashes out of the log's tiles, each fetched and each computed once. */
    private final class Hashes {
        private final Map<String, Bytes> tiles = new HashMap<>();
        private final Map<Place, Bytes> known = new HashMap<>();
        private final TileHashes stored;

        private record Place(int height, long index) {}

        Hashes(long size) {
            stored = new TileHashes(size, this::tile);
        }

        Bytes of(int height, long index) {
            var place = new Place(height, index);
            Bytes hash = known.get(place);
            if (hash == null) {
                hash =
                        height % Tile.HEIGHT == 0
                                ? stored.hash(height, index)
                                : TreeHash.node(
                                        of(height - 1, 2 * index), of(height - 1, 2 * index + 1));
                known.put(place, hash);
            }
            return hash;
        }

        private Bytes tile(Tile tile) {
            return tiles.computeIfAbsent(
                    tile.path(),
                    path ->
                            service.send(
                                            Request.get(base + "/" + path)
                                                    .upTo(Tile.FULL * TreeHash.SIZE))
                                    .body());
        }
    }
}
