package dev.sealwright.host.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.host.HostFolder;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.PlainText;
import dev.sealwright.client.tls.HostKey;
import dev.sealwright.host.policy.EventBuffer.Event;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What this host refused or could not do, kept encrypted in {@code events.buffer} until the service
 * has it in the log.
 */
public final class LocalAudit {
    /** As many as the service takes at once. */
    public static final int BATCH = 20;

    private static final int MAX_DETAIL = 200;

    private final EventBuffer buffer;
    private final InstantSource clock;

    public LocalAudit(HostFolder folder, InstantSource clock, SecureRandom random) {
        HostKey key =
                folder.key()
                        .orElseThrow(
                                () ->
                                        new CommandFailure(
                                                ExitCode.LOCAL,
                                                "there is no host.key in " + folder.path(),
                                                "enrol the host again"));
        this.buffer =
                new EventBuffer(folder.file("events.buffer"), new BufferCipher.Master(key), random);
        this.clock = clock;
    }

    /** {@code event} is dotted lower case; {@code detail} holds no secret. */
    public synchronized void record(String event, String detail) {
        try {
            if (buffer.mended()) {
                append("events.torn", "the end of the last event is missing");
            }
            append(event, detail);
        } catch (MalformedException e) {
            buffer.setAside();
            append("events.damaged", String.valueOf(e.getMessage()));
            append(event, detail);
        }
    }

    private void append(String event, String detail) {
        var json =
                Json.object()
                        .put("time", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
                        .put("event", event)
                        .put("detail", PlainText.of(detail, MAX_DETAIL));
        buffer.append(Bytes.of(Json.bytes(json)), clock.millis());
    }

    /** What waits for delivery, as the service takes it: the oldest first, so many at most. */
    public synchronized List<ObjectNode> waiting(int most) {
        return buffer.waiting().stream().limit(most).map(LocalAudit::numbered).toList();
    }

    private static ObjectNode numbered(Event event) {
        ObjectNode json = Json.object().put("sequence", event.number());
        json.setAll((ObjectNode) Json.parse(event.content().toArray()));
        return json;
    }

    /** How many wait. */
    public synchronized int waiting() {
        return buffer.waiting().size();
    }

    /**
     * Hands over what waits, and lets go of what was taken.
     *
     * @param service takes events and answers with the number up to which it has them
     */
    public void deliver(ToLongFunction<List<ObjectNode>> service) {
        List<ObjectNode> batch = undamaged();
        while (!batch.isEmpty()) {
            long taken = service.applyAsLong(batch);
            if (taken < batch.getLast().get("sequence").asLong()) {
                throw new MalformedException("the service took events only up to " + taken);
            }
            synchronized (this) {
                buffer.acknowledged(batch.getLast().get("sequence").asLong());
            }
            batch = waiting(BATCH);
        }
    }

    private synchronized List<ObjectNode> undamaged() {
        try {
            return waiting(BATCH);
        } catch (MalformedException e) {
            buffer.setAside();
            append("events.damaged", String.valueOf(e.getMessage()));
            return waiting(BATCH);
        }
    }
}
