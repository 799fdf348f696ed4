package dev.sealwright.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Watches every test class of a module that has the test kit: what was logged from info level up,
 * on standard output and on standard error, must hold none of the {@link Planted} secrets. JUnit
 * finds it by itself.
 */
public final class SuiteCanary implements BeforeAllCallback, AfterAllCallback {
    private static final ExtensionContext.Namespace OURS =
            ExtensionContext.Namespace.create(SuiteCanary.class);

    /** What one class writes. */
    private record Watch(
            CapturedLog log, ByteArrayOutputStream written, PrintStream out, PrintStream err) {}

    @Override
    public void beforeAll(ExtensionContext context) {
        if (isOutermost(context)) {
            var written = new ByteArrayOutputStream();
            context.getStore(OURS)
                    .put(
                            Watch.class,
                            new Watch(CapturedLog.beginQuietly(), written, System.out, System.err));
            System.setOut(copying(System.out, written));
            System.setErr(copying(System.err, written));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Watch watch = context.getStore(OURS).remove(Watch.class, Watch.class);
        if (watch == null || !isOutermost(context)) {
            return;
        }
        System.setOut(watch.out());
        System.setErr(watch.err());
        String all = watch.log().end() + "\n" + watch.written().toString(StandardCharsets.UTF_8);
        List<String> lines = Planted.linesWith(all);
        if (!lines.isEmpty()) {
            throw new AssertionError("A secret was written: " + String.join("\n", lines));
        }
    }

    private static boolean isOutermost(ExtensionContext context) {
        return context.getParent().map(parent -> parent.getTestClass().isEmpty()).orElse(true);
    }

    private static PrintStream copying(PrintStream to, ByteArrayOutputStream copy) {
        return new PrintStream(new Tee(to, copy), true, StandardCharsets.UTF_8);
    }

    /** Writes to both; the copy is shared by two streams and locks itself. */
    private static final class Tee extends OutputStream {
        private final PrintStream to;
        private final ByteArrayOutputStream copy;

        Tee(PrintStream to, ByteArrayOutputStream copy) {
            this.to = to;
            this.copy = copy;
        }

        @Override
        public void write(int one) {
            to.write(one);
            copy.write(one);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            to.write(bytes, from, length);
            copy.write(bytes, from, length);
        }

        @Override
        public void flush() {
            try {
                copy.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            to.flush();
        }
    }
}
