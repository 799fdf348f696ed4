package dev.sealwright.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Everything that is logged from some level up, on every thread, between beginning and end. */
final class CapturedLog extends AppenderBase<ILoggingEvent> {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level before = root.getLevel();

    private CapturedLog() {}

    static CapturedLog begin() {
        return begin(Level.DEBUG);
    }

    /** Only what production writes: from info level up. */
    static CapturedLog beginQuietly() {
        return begin(Level.INFO);
    }

    private static CapturedLog begin(Level level) {
        var log = new CapturedLog();
        log.setContext(log.root.getLoggerContext());
        log.start();
        log.root.addAppender(log);
        log.root.setLevel(level);
        return log;
    }

    /** Ends the capture and answers what it has: messages, their context and their exceptions. */
    String end() {
        root.setLevel(before);
        root.detachAppender(this);
        stop();
        return String.join("\n", lines);
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getLoggerName() + " " + event.getFormattedMessage());
        Map<String, String> context = event.getMDCPropertyMap();
        if (!context.isEmpty()) {
            lines.add(context.toString());
        }
        Objects.requireNonNullElse(event.getKeyValuePairs(), List.of())
                .forEach(pair -> lines.add(String.valueOf(pair)));
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            lines.add(ThrowableProxyUtil.asString(thrown));
        }
    }
}
