package dev.sealwright.protocol.token;

import dev.sealwright.protocol.MalformedException;
import java.util.List;

/** The texts of tokens: printable ASCII, so that no two of them look alike; lists are sorted. */
final class Words {
    static final int MAX_LENGTH = 256;
    static final int MAX_ITEMS = 64;

    private Words() {}

    static String require(String text, String what) {
        int length = text.length();
        if (length == 0 || length > MAX_LENGTH) {
            throw new MalformedException(what + " is empty or longer than " + MAX_LENGTH);
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c > 0x7e) {
                throw new MalformedException(what + " is not printable ASCII");
            }
        }
        return text;
    }

    /** The same list, if it is in order, without doubles, and has an item. */
    static List<String> requireSorted(List<String> texts, String what) {
        if (texts.isEmpty() || texts.size() > MAX_ITEMS) {
            throw new MalformedException(what + " has no item, or more than " + MAX_ITEMS);
        }
        String previous = "";
        for (String text : texts) {
            if (require(text, what).compareTo(previous) <= 0) {
                throw new MalformedException(what + " is not sorted");
            }
            previous = text;
        }
        return List.copyOf(texts);
    }

    static List<String> sorted(List<String> texts) {
        return texts.stream().distinct().sorted().toList();
    }
}
