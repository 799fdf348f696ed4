package dev.sealwright.controlplane.log;

/**
 * The stored log contradicts itself: rows were changed outside this program. The integrity report
 * says where.
 */
public final class BrokenLogException extends RuntimeException {
    BrokenLogException(String message) {
        super(message + "; ask for the integrity report");
    }
}
