package dev.sealwright.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A real PKCS#11 module behind one of ours that breaks on command: hardware that fails, as any
 * program sees it that loads {@link #path()}. Orders take effect at once, in every process that has
 * it loaded. What is not told to fail goes through.
 *
 * <pre>{@code
 * var faulty = FaultyModule.before(token.module(), folder);
 * faulty.on("C_SignInit").times(2).refuse(0x32);
 * }</pre>
 *
 * <p>{@code pkcs11/README.md} beside the C source says what there is to order.
 */
public final class FaultyModule {
    private static final long MAGIC = 0x31544c4641575353L;
    private static final int REMOVED = 8;
    private static final int LOST = 16;
    private static final int OPENED = 24;
    private static final int MODULE = 64;
    private static final int ROWS = 4096;
    private static final int ROW_BYTES = 32;
    private static final int ORDERS = 8192;
    private static final int SIZE = ORDERS + FaultOrder.PLACES * FaultOrder.BYTES;

    private final Path library;
    private final SharedWords words;

    private FaultyModule(Path library, SharedWords words) {
        this.library = library;
        this.words = words;
    }

    /** One more such module in this folder, before the real one. Skips where nothing compiles C. */
    public static FaultyModule before(Path real, Path folder) {
        try {
            Path library = Files.createTempFile(folder, "faulty", ".so");
            Files.write(library, FaultyModuleBuild.library());
            var words = new SharedWords(control(library, real));
            words.set(0, MAGIC);
            return new FaultyModule(library, words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer control(Path library, Path real) throws IOException {
        Path file = library.resolveSibling(library.getFileName() + ".control");
        byte[] path = real.toString().getBytes(StandardCharsets.UTF_8);
        if (path.length >= ROWS - MODULE) {
            throw new IllegalArgumentException("the path of the module is too long");
        }
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            MappedByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
            memory.put(MODULE, path);
            return memory.order(ByteOrder.nativeOrder());
        }
    }

    /** What a program loads. */
    public Path path() {
        return library;
    }

    /** Begins an order for a function of the standard, or {@code *} for all of them. */
    public FaultOrder on(String function) {
        return new FaultOrder(words, ORDERS, FaultyModuleBuild.index(function));
    }

    /** Ends every order. */
    public void behave() {
        for (int place = 0; place < FaultOrder.PLACES; place++) {
            words.setInt(ORDERS + place * FaultOrder.BYTES, 0);
        }
        putTokenBack();
    }

    /** The token is away from now on: calls that need it answer this code. */
    public void removeToken(long code) {
        loseSessions();
        words.set(REMOVED, code);
    }

    /** The token is there again; sessions from before are not. */
    public void putTokenBack() {
        if (words.get(REMOVED) != 0) {
            loseSessions();
            words.set(REMOVED, 0);
        }
    }

    /** Every session opened so far answers CKR_SESSION_HANDLE_INVALID from now on. */
    public void loseSessions() {
        words.set(LOST, words.get(OPENED));
    }

    /** How often the function was called so far. */
    public long calls(String function) {
        return words.get(row(function));
    }

    /** How many calls of the function are in the module now. */
    public long inside(String function) {
        return words.get(row(function) + 8);
    }

    /** How many calls of the function met a fault. */
    public long faults(String function) {
        return words.get(row(function) + 16);
    }

    private static int row(String function) {
        return ROWS + ROW_BYTES * FaultyModuleBuild.index(function);
    }
}
