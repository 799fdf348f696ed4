package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.anchors.OperatorKey;

/** How a script names things. */
final class ScriptWords {
    private ScriptWords() {}

    /** {@code KIND KEY [RELYING-PARTY]}, the key as base64url of its SubjectPublicKeyInfo. */
    static String of(OperatorKey key) {
        String words = key.kind() + " " + key.spki().base64Url();
        return key instanceof OperatorKey.Passkey passkey
                ? words + " " + passkey.relyingParty()
                : words;
    }
}
