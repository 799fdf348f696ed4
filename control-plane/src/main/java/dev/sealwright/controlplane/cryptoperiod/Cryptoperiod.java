package dev.sealwright.controlplane.cryptoperiod;

import java.time.Instant;
import java.util.Optional;

/**
 * When a key may do what.
 *
 * @param originatorEnd until when it protects anything new
 * @param recipientEnd until when what it protected is to be read; absent for no end
 */
public record Cryptoperiod(
        Instant activated, Instant originatorEnd, Optional<Instant> recipientEnd) {}
