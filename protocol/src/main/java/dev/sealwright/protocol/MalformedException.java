package dev.sealwright.protocol;

/**
 * Input that is not what it should be. The one exception of every parser here. Its text has at most
 * 200 characters and never repeats a secret.
 */
public final class MalformedException extends RuntimeException {
    static final int MAX_TEXT = 200;

    public MalformedException(String text) {
        super(bounded(text));
    }

    public MalformedException(String text, Throwable cause) {
        super(bounded(text), cause);
    }

    static String bounded(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "…";
    }
}
