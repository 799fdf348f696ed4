package dev.sealwright.controlplane.key;

import dev.sealwright.controlplane.record.Records;
import dev.sealwright.protocol.Bytes;
import jakarta.inject.Singleton;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** To which organisation a client key on the token belongs. */
@Singleton
public final class KeyOwners {
    private static final Pattern LABEL = Pattern.compile("client-([0-9a-f]{32})-\\d+");

    private final LoggedKeys keys;
    private final Records records;

    KeyOwners(LoggedKeys keys, Records records) {
        this.keys = keys;
        this.records = records;
    }

    /** Whether an organisation has a key that is not to be destroyed. */
    public boolean holdsAny(Bytes org) {
        return records.all(KeyDocument.TYPE).stream()
                .filter(record -> record.org().equals(org))
                .anyMatch(
                        record ->
                                keys.find(org, record.value().id())
                                        .filter(key -> key.destruction().isPresent())
                                        .isEmpty());
    }

    /** Whether a key of that label is a client key, whoever's. */
    public static boolean isClientKey(String label) {
        return LABEL.matcher(label).matches() && TokenKeys.idOf(label).isEmpty();
    }

    /** Whether it is one of this organisation's. */
    public boolean owns(Bytes org, String label) {
        Matcher matcher = LABEL.matcher(label);
        return matcher.matches() && keys.find(org, Bytes.fromHex(matcher.group(1))).isPresent();
    }
}
