package dev.sealwright.keyservice.secret;

import dev.sealwright.protocol.Bytes;
import java.nio.ByteBuffer;

/**
 * Requests by the leaf that they used, in place of a map of objects, which takes four times the
 * memory: of each hash the first 16 bytes, for which nobody finds a second one in minutes. Grows as
 * it fills. Not safe for concurrent use.
 */
final class UseTable {
    /** Longs a place: two of the leaf's hash, two of the request's digest. */
    private static final int PLACE = 4;

    private static final int SMALLEST = 64;

    private long[] places = new long[SMALLEST * PLACE];
    private int size;

    int size() {
        return size;
    }

    /**
     * Remembers which request used a leaf, unless another did before.
     *
     * @param leaf its hash, 32 bytes
     * @param request digest of all that is asked, 32 bytes
     * @return whether it is this request that used it
     */
    boolean use(Bytes leaf, Bytes request) {
        ByteBuffer hash = ByteBuffer.wrap(leaf.toArray());
        ByteBuffer digest = ByteBuffer.wrap(request.toArray());
        long[] use = {hash.getLong(), hash.getLong(), digest.getLong(), digest.getLong()};
        int place = placeOf(use[0], use[1]);
        if (isFree(place)) {
            System.arraycopy(use, 0, places, place, PLACE);
            size++;
            growIfFull();
            return true;
        }
        return places[place + 2] == use[2] && places[place + 3] == use[3];
    }

    /** Whether a request used the leaf. */
    boolean holds(Bytes leaf) {
        ByteBuffer hash = ByteBuffer.wrap(leaf.toArray());
        return !isFree(placeOf(hash.getLong(), hash.getLong()));
    }

    /** Where the leaf is, or the free place where it belongs. */
    private int placeOf(long first, long second) {
        int mask = places.length / PLACE - 1;
        int at = (int) first & mask;
        while (!isFree(at * PLACE)
                && (places[at * PLACE] != first || places[at * PLACE + 1] != second)) {
            at = (at + 1) & mask;
        }
        return at * PLACE;
    }

    /** No hash begins with 16 zero bytes. */
    private boolean isFree(int place) {
        return places[place] == 0 && places[place + 1] == 0;
    }

    /** A quarter of the places stays free. */
    private void growIfFull() {
        if (size <= places.length / PLACE / 4 * 3) {
            return;
        }
        long[] full = places;
        places = new long[full.length * 2];
        for (int from = 0; from < full.length; from += PLACE) {
            if (full[from] != 0 || full[from + 1] != 0) {
                System.arraycopy(full, from, places, placeOf(full[from], full[from + 1]), PLACE);
            }
        }
    }
}
