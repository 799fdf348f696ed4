package dev.sealwright.client.http;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * What ties the requests of one run of a program together, here and in the service's log (W3C Trace
 * Context). Random, and about nobody.
 *
 * @param traceId 32 hexadecimal digits
 */
record TraceParent(String traceId) {
    static TraceParent random(RandomGenerator random) {
        return new TraceParent(digits(random) + digits(random));
    }

    /** The header of one more request, sampled. */
    String header(RandomGenerator random) {
        return "00-" + traceId + "-" + digits(random) + "-01";
    }

    /** Sixteen digits, not all of them zero. */
    private static String digits(RandomGenerator random) {
        return HexFormat.of().toHexDigits(random.nextLong(1, Long.MAX_VALUE));
    }
}
