package dev.sealwright.testkit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory that another program reads and writes at the same time. Places are offsets in bytes. */
final class SharedWords {
    private static final VarHandle LONGS =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle INTS =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private final ByteBuffer memory;

    SharedWords(ByteBuffer memory) {
        this.memory = memory;
    }

    long get(int place) {
        return (long) LONGS.getVolatile(memory, place);
    }

    void set(int place, long value) {
        LONGS.setVolatile(memory, place, value);
    }

    int getInt(int place) {
        return (int) INTS.getVolatile(memory, place);
    }

    void setInt(int place, int value) {
        INTS.setVolatile(memory, place, value);
    }
}
