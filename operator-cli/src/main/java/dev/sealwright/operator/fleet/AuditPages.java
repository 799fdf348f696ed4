package dev.sealwright.operator.fleet;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Fields;
import dev.sealwright.operator.service.Paths;
import dev.sealwright.protocol.MalformedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Entries of the log in its order, a page at a time, from wherever the reader stands. */
public final class AuditPages {
    /** As many as the service gives at once. */
    public static final int PAGE = 500;

    private final ServiceClient service;
    private final Map<String, Optional<String>> filter;
    private OptionalLong last = OptionalLong.empty();

    public AuditPages(ServiceClient service, Map<String, Optional<String>> filter) {
        this.service = service;
        this.filter = Map.copyOf(filter);
    }

    /** The entries after those that were read; none when the end is reached. */
    public List<Fields> next() {
        return moved(page(Map.of(), PAGE));
    }

    /** Goes on with the first entry after this index. */
    public AuditPages from(long index) {
        last = index < 0 ? OptionalLong.empty() : OptionalLong.of(index);
        return this;
    }

    /** Goes to the end: the newest entries, so many, the newest last. */
    List<Fields> newest(int number) {
        List<Fields> newest = new ArrayList<>(page(Map.of("order", Optional.of("newest")), number));
        Collections.reverse(newest);
        return moved(newest);
    }

    /** The entry at this index, if the caller may read it. */
    Optional<Fields> at(long index) {
        from(index - 1);
        return page(Map.of(), 1).stream()
                .filter(entry -> entry.number("leaf_index") == index)
                .findFirst();
    }

    /** The index of the last entry that was read. */
    public OptionalLong last() {
        return last;
    }

    private List<Fields> page(Map<String, Optional<String>> more, int limit) {
        var query = new LinkedHashMap<>(filter);
        query.putAll(more);
        query.put("limit", Optional.of(Integer.toString(limit)));
        last.ifPresent(index -> query.put("cursor", Optional.of(Long.toString(index))));
        return service.send(Request.get("/audit/entries" + Paths.query(query)))
                .json()
                .objects("items");
    }

    private List<Fields> moved(List<Fields> entries) {
        if (!entries.isEmpty()) {
            long reached = entries.getLast().number("leaf_index");
            if (last.isPresent() && reached <= last.getAsLong()) {
                throw new MalformedException("a list that does not go on");
            }
            last = OptionalLong.of(reached);
        }
        return entries;
    }
}
