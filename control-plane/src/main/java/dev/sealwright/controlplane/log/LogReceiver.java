package dev.sealwright.controlplane.log;

/** Somebody who is sent the log, entry by entry, and may be behind. */
public interface LogReceiver {
    /** The first entry that he has not got; those before are not needed for him any more. */
    long nextIndex();
}
