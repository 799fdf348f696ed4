package dev.sealwright.keyservice.ca;

import dev.sealwright.keyservice.backend.KeyHandle;
import java.security.cert.X509Certificate;

/** An issuing CA: its certificate from the anchors, and its P-256 key in the HSM. */
public record IssuingCa(X509Certificate certificate, KeyHandle key) {}
