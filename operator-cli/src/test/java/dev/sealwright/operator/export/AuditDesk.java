package dev.sealwright.operator.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.HostsDesk;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.history.OrgChain;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.Opening;
import dev.sealwright.protocol.leaf.ReportBody;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The audit entries of the desk's organisation, listed as the service lists them. */
final class AuditDesk {
    private static final int PAGE = 500;

    private final HostsDesk desk;
    private final Map<Long, Opening> openings = new HashMap<>();
    private final Set<Long> forgotten = new HashSet<>();

    AuditDesk(HostsDesk desk) {
        this.desk = desk;
    }

    /** Something happened; the leaf holds the salted digest of this detail. */
    void event(Instant time, EventKind kind, String detail) {
        var opening = new Opening(Bytes.zeros(16), Bytes.utf8(detail));
        var body = new LeafBody.Event(kind, EventOutcome.REFUSED, opening.digest());
        openings.put(desk.log().append(time, desk.org(), body).index(), opening);
    }

    /** A report commits the log to the head of the organisation's chain. */
    void report(Instant time) {
        OrgChain chain = OrgChain.EMPTY;
        for (Bytes leaf : desk.log().leaves()) {
            chain = LeafCodec.decode(leaf).org().equals(desk.org()) ? chain.next(leaf) : chain;
        }
        desk.log().append(time, desk.org(), new ReportBody.OrgHead(chain.length(), chain.head()));
    }

    /** Retention takes the bytes of an event. */
    void forget(long index) {
        openings.remove(index);
        forgotten.add(index);
    }

    JsonNode page(String query) {
        boolean newest = query.contains("order=newest");
        String kind = value(query, "kind", "");
        Instant since = Instant.parse(value(query, "since", "1970-01-01T00:00:00Z"));
        Instant until = Instant.parse(value(query, "until", "2999-01-01T00:00:00Z"));
        long cursor = Long.parseLong(value(query, "cursor", newest ? "999999" : "-1"));
        List<ObjectNode> found = new ArrayList<>();
        for (ObjectNode entry : entries()) {
            long index = entry.get("leaf_index").asLong();
            Instant time = Instant.parse(entry.get("time").asText());
            if ((kind.isEmpty() || kind.equals(entry.get("kind").asText()))
                    && !time.isBefore(since)
                    && time.isBefore(until)
                    && (newest ? index < cursor : index > cursor)) {
                found.add(entry);
            }
        }
        if (newest) {
            Collections.reverse(found);
        }
        ObjectNode page = Json.object().putNull("next_cursor");
        var items = page.putArray("items");
        found.stream()
                .limit(Long.parseLong(value(query, "limit", Integer.toString(PAGE))))
                .forEach(items::add);
        return page;
    }

    private static String value(String query, String name, String otherwise) {
        var found = Pattern.compile("(?:^|&)" + name + "=([^&]*)").matcher(query);
        return found.find() ? found.group(1) : otherwise;
    }

    private List<ObjectNode> entries() {
        List<ObjectNode> entries = new ArrayList<>();
        OrgChain chain = OrgChain.EMPTY;
        List<Bytes> leaves = desk.log().leaves();
        for (int index = 0; index < leaves.size(); index++) {
            Leaf leaf = LeafCodec.decode(leaves.get(index));
            if (leaf.org().equals(desk.org())) {
                entries.add(entry(index, leaf, leaves.get(index), chain));
                chain = chain.next(leaves.get(index));
            }
        }
        return entries;
    }

    private ObjectNode entry(long index, Leaf leaf, Bytes bytes, OrgChain chain) {
        Opening opening = openings.get(index);
        String kind =
                leaf.body() instanceof LeafBody.Event event ? event.kind().text() : leaf.type();
        return Json.object()
                .put("leaf_index", index)
                .put("id", Uuids.text(leaf.id()))
                .put("time", leaf.time().toString())
                .put("org", leaf.org().hex())
                .put("kind", kind)
                .put("outcome", opening == null ? null : "refused")
                .put("actor", opening == null ? null : "user:demo/anna")
                .put(
                        "detail",
                        opening == null
                                ? null
                                : new String(opening.content().toArray(), StandardCharsets.UTF_8))
                .put("salt", opening == null ? null : opening.salt().base64Url())
                .put("prev_hash", chain.head().hex())
                .put("leaf", forgotten.contains(index) ? "" : bytes.base64Url());
    }
}
