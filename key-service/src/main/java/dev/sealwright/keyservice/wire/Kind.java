package dev.sealwright.keyservice.wire;

/** Kinds of frames that are no request; a request's kind is its operation's code, 1 to 127. */
final class Kind {
    /** Each side's first frame, see {@link Hello}. */
    static final int HELLO = 0x00;

    /** The operation's answer. */
    static final int ANSWERED = 0x80;

    /** A rule was broken: {@code [code, detail]}. */
    static final int REFUSED = 0x81;

    /** Nothing can answer now: the message. */
    static final int UNAVAILABLE = 0x82;

    private Kind() {}
}
