package dev.sealwright.operator.monitor;

import dev.sealwright.client.http.ProblemException;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.http.UnreachableException;
import dev.sealwright.operator.mirror.AnchorsHistory;
import dev.sealwright.operator.mirror.MirrorFolder;
import dev.sealwright.operator.mirror.Mirroring;
import dev.sealwright.operator.mirror.Succession;
import dev.sealwright.operator.service.TrustedAnchors;
import dev.sealwright.operator.verify.PostQuantum;
import dev.sealwright.operator.verify.Pruned;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks at the log time and again, through its epochs. */
final class Rounds {
    private final ServiceClient service;
    private final RootPin pin;
    private final MirrorFolder mirror;
    private final List<WatchRule> rules;
    private final InstantSource clock;
    private final Consumer<String> progress;
    private final List<Alarm> waiting = new ArrayList<>();
    private VerifiedAnchors anchors;
    private Monitor monitor;

    /**
     * Reads what an earlier monitor left.
     *
     * @throws VerificationException when the folder is not what it left, or the service's anchors
     *     do not follow those it left
     */
    Rounds(
            ServiceClient service,
            RootPin pin,
            MirrorFolder mirror,
            List<WatchRule> rules,
            InstantSource clock,
            Consumer<String> progress) {
        this.service = service;
        this.pin = pin;
        this.mirror = mirror;
        this.rules = List.copyOf(rules);
        this.clock = clock;
        this.progress = progress;
        AnchorsHistory history = AnchorsHistory.fetch(service, pin, clock.instant());
        this.anchors = history.present();
        this.monitor = begun(history);
    }

    private Monitor begun(AnchorsHistory history) {
        new Succession(mirror)
                .follow(history.chain(), clock.instant())
                .ifPresent(closed -> waiting.add(alarm(Alarm.Kind.EPOCH, closed.text())));
        var begun =
                new Monitor(
                        new Mirroring(service, mirror, history),
                        mirror,
                        history.chain(),
                        rules,
                        clock);
        begun.resume(progress);
        return begun;
    }

    private Alarm alarm(Alarm.Kind kind, String text) {
        return new Alarm(kind, text, Optional.empty(), clock.instant());
    }

    /** What is alarming about what is new. */
    List<Alarm> look() {
        if (succeed()) {
            waiting.addAll(monitor.look(_ -> {}));
        }
        List<Alarm> alarms = List.copyOf(waiting);
        waiting.clear();
        return alarms;
    }

    /** False when the service shows anchors that do not follow. */
    private boolean succeed() {
        try {
            VerifiedAnchors present = TrustedAnchors.fetch(service, pin, clock.instant());
            if (!present.document().equals(anchors.document())) {
                monitor = begun(AnchorsHistory.fetch(service, pin, clock.instant()));
                anchors = present;
            }
            return true;
        } catch (UnreachableException | ProblemException _) {
            // The look that follows finds the same and says so.
            return true;
        } catch (VerificationException | MalformedException e) {
            waiting.add(alarm(Alarm.Kind.UNSIGNED, "the anchors: " + e.getMessage()));
            return false;
        }
    }

    Optional<PostQuantum> postQuantum() {
        return monitor.postQuantum();
    }

    long size() {
        return monitor.size();
    }

    Pruned pruned() {
        return monitor.pruned();
    }

    String origin() {
        return monitor.origin();
    }
}
