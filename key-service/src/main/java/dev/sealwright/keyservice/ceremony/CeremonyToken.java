package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.backend.KeyBackend;
import java.security.SecureRandom;

/** The token that a ceremony is held on. */
sealed interface CeremonyToken permits FreshToken, GivenToken {
    KeyBackend open(SecureRandom random, Progress progress);
}
