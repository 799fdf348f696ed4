package dev.sealwright.keyservice.pkcs11;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A PC/SC daemon with the virtual reader of vsmartcard-vpcd, for as long as a test class. */
final class PcscDaemon implements AutoCloseable {
    private static final Path READER = Path.of("/usr/lib/pcsc/drivers/serial/libifdvpcd.so");
    private static final Path DAEMON = Path.of("/usr/sbin/pcscd");
    private static final Path SOCKET = Path.of("/run/pcscd/pcscd.comm");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Process process;

    private PcscDaemon(Process process) {
        this.process = process;
    }

    /** Skips the test, and says so, where there is none to be had. */
    static PcscDaemon required() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                Files.exists(READER) && Files.exists(DAEMON) && openSc().isPresent(),
                "no card is tried: install pcscd, vsmartcard-vpcd and opensc-pkcs11");
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")) && !Files.exists(SOCKET),
                "no card is tried: a PC/SC daemon runs already, or this user cannot start one");
        Process process =
                new ProcessBuilder(DAEMON.toString(), "--foreground")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!(Files.exists(SOCKET) && listens())) {
            if (System.nanoTime() > end || !process.isAlive()) {
                process.destroy();
                Assumptions.abort("no card is tried: the PC/SC daemon does not start");
            }
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
        return new PcscDaemon(process);
    }

    private static boolean listens() {
        try (Socket reader = new Socket(InetAddress.getLoopbackAddress(), 0x8c7b)) {
            return reader.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    static Optional<Path> openSc() {
        return Optional.of(Path.of("/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so"))
                .filter(Files::exists);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
