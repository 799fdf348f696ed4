package dev.sealwright.keyservice.pkcs11.binding;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.sealwright.keyservice.pkcs11.binding.FunctionTable.Function;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/** The functions on objects: make, find, read, change, destroy. */
public final class CryptokiObjects {
    private static final int CHUNK = 64;

    private final MethodHandle createObject;
    private final MethodHandle destroyObject;
    private final MethodHandle getAttributeValue;
    private final MethodHandle setAttributeValue;
    private final MethodHandle findObjectsInit;
    private final MethodHandle findObjects;
    private final MethodHandle findObjectsFinal;
    private final MethodHandle generateKey;
    private final MethodHandle generateKeyPair;

    CryptokiObjects(FunctionTable table) {
        createObject = table.handle(Function.C_CreateObject);
        destroyObject = table.handle(Function.C_DestroyObject);
        getAttributeValue = table.handle(Function.C_GetAttributeValue);
        setAttributeValue = table.handle(Function.C_SetAttributeValue);
        findObjectsInit = table.handle(Function.C_FindObjectsInit);
        findObjects = table.handle(Function.C_FindObjects);
        findObjectsFinal = table.handle(Function.C_FindObjectsFinal);
        generateKey = table.handle(Function.C_GenerateKey);
        generateKeyPair = table.handle(Function.C_GenerateKeyPair);
    }

    /** The handles of a new pair. */
    public record Pair(long publicKey, long privateKey) {}

    /** Every object that matches, at most so many and one more. */
    public List<Long> find(long session, Template template, int most) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment array = template.in(arena);
            long size = template.size();
            Cryptoki.check(
                    "C_FindObjectsInit",
                    () -> (long) findObjectsInit.invokeExact(session, array, size));
            try {
                return found(arena, session, most);
            } finally {
                Downcall.answer(() -> (long) findObjectsFinal.invokeExact(session));
            }
        }
    }

    private List<Long> found(Arena arena, long session, int most) {
        MemorySegment handles = arena.allocate(JAVA_LONG, CHUNK);
        MemorySegment count = arena.allocate(JAVA_LONG);
        List<Long> all = new ArrayList<>();
        long got;
        do {
            long room = CHUNK;
            Cryptoki.check(
                    "C_FindObjects",
                    () -> (long) findObjects.invokeExact(session, handles, room, count));
            got = Math.min(CHUNK, count.get(JAVA_LONG, 0));
            for (long i = 0; i < got; i++) {
                all.add(handles.getAtIndex(JAVA_LONG, i));
            }
        } while (got == CHUNK && all.size() <= most);
        return all;
    }

    /** What the token tells of these; what it will not tell is absent. */
    public Attributes read(long session, long object, List<AttributeType> types) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment array = AttributeArray.forReading(arena, types);
            long size = types.size();
            long rv =
                    Downcall.answer(
                            () ->
                                    (long)
                                            getAttributeValue.invokeExact(
                                                    session, object, array, size));
            boolean complete =
                    ReturnCode.of(rv)
                            .filter(
                                    code ->
                                            switch (code) {
                                                case OK,
                                                        ATTRIBUTE_SENSITIVE,
                                                        ATTRIBUTE_TYPE_INVALID,
                                                        BUFFER_TOO_SMALL ->
                                                        true;
                                                default -> false;
                                            })
                            .isPresent();
            if (!complete) {
                throw new CryptokiException("C_GetAttributeValue", rv);
            }
            return new Attributes(AttributeArray.read(array, types));
        }
    }

    public void set(long session, long object, Template template) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment array = template.in(arena);
            long size = template.size();
            Cryptoki.check(
                    "C_SetAttributeValue",
                    () -> (long) setAttributeValue.invokeExact(session, object, array, size));
        }
    }

    public long create(long session, Template template) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment array = template.in(arena);
            MemorySegment handle = arena.allocate(JAVA_LONG);
            long size = template.size();
            Cryptoki.check(
                    "C_CreateObject",
                    () -> (long) createObject.invokeExact(session, array, size, handle));
            return handle.get(JAVA_LONG, 0);
        }
    }

    public void destroy(long session, long object) {
        Cryptoki.check("C_DestroyObject", () -> (long) destroyObject.invokeExact(session, object));
    }

    public long generateKey(long session, long type, Template template) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mechanism = MechanismStructure.plain(arena, type);
            MemorySegment array = template.in(arena);
            MemorySegment handle = arena.allocate(JAVA_LONG);
            long size = template.size();
            Cryptoki.check(
                    "C_GenerateKey",
                    () -> (long) generateKey.invokeExact(session, mechanism, array, size, handle));
            return handle.get(JAVA_LONG, 0);
        }
    }

    public Pair generateKeyPair(long session, long type, Template publicKey, Template privateKey) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mechanism = MechanismStructure.plain(arena, type);
            MemorySegment publicArray = publicKey.in(arena);
            MemorySegment privateArray = privateKey.in(arena);
            MemorySegment handles = arena.allocate(JAVA_LONG, 2);
            MemorySegment second = handles.asSlice(JAVA_LONG.byteSize());
            long publicSize = publicKey.size();
            long privateSize = privateKey.size();
            Cryptoki.check(
                    "C_GenerateKeyPair",
                    () ->
                            (long)
                                    generateKeyPair.invokeExact(
                                            session,
                                            mechanism,
                                            publicArray,
                                            publicSize,
                                            privateArray,
                                            privateSize,
                                            handles,
                                            second));
            return new Pair(handles.getAtIndex(JAVA_LONG, 0), handles.getAtIndex(JAVA_LONG, 1));
        }
    }
}
