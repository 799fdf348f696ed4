package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Notices;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What replicas tell each other: that there is a leaf to sequence, that leaves were signed, that
 * the lease is free. Lost messages cost time only.
 */
@Singleton
final class Signals {
    private static final String CHANNEL = "sealwright_log";
    private static final Pattern FORM =
            Pattern.compile("(proposed|signed|free) ([0-9a-f-]{36}) (\\d{1,18}) (\\d{1,18})");

    /** So long after another replica was heard last, it is told what was signed. */
    private static final long AUDIENCE = Duration.ofMinutes(1).toNanos();

    private final Notices notices;
    private final Replica replica;
    private volatile Optional<Long> heardAt = Optional.empty();

    Signals(Notices notices, Replica replica) {
        this.notices = notices;
        this.replica = replica;
    }

    /** Something that another replica said. */
    sealed interface Message {
        record Proposed() implements Message {}

        /** Leaves from one index to before another are under a signed head. */
        record Signed(long from, long to) implements Message {}

        record Free() implements Message {}
    }

    void proposed() {
        send("proposed", 0, 0);
    }

    /** Said only while there is another replica that waits for leaves now and then. */
    void signed(long from, long to) {
        if (heardAt.filter(at -> System.nanoTime() - at < AUDIENCE).isPresent()) {
            send("signed", from, to);
        }
    }

    void free() {
        send("free", 0, 0);
    }

    private void send(String what, long from, long to) {
        notices.send(CHANNEL, what + " " + replica.id() + " " + from + " " + to);
    }

    /** Hands over what other replicas say, until closed. */
    Notices.Subscription listen(Consumer<Message> listener) {
        return notices.listen(CHANNEL, text -> parse(text).ifPresent(listener));
    }

    private Optional<Message> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || form.group(2).equals(replica.id().toString())) {
            return Optional.empty();
        }
        return Optional.of(
                switch (form.group(1)) {
                    case "signed" ->
                            new Message.Signed(
                                    Long.parseLong(form.group(3)), Long.parseLong(form.group(4)));
                    case "free" -> new Message.Free();
                    default -> {
                        heardAt = Optional.of(System.nanoTime());
                        yield new Message.Proposed();
                    }
                });
    }
}
