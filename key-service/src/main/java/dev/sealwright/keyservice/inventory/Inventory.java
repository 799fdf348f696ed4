package dev.sealwright.keyservice.inventory;

import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.keyservice.backend.KeyAttribute;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyClass;
import dev.sealwright.keyservice.backend.KeyDescription;
import dev.sealwright.keyservice.backend.TokenIdentity;
import dev.sealwright.keyservice.clientkey.ClientKeyStore;
import dev.sealwright.keyservice.secret.OrgKeys;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells of the service's keys as the token tells of them. */
public final class Inventory {
    private static final Set<String> LABELS =
            Stream.of(KeyRole.values())
                    .map(role -> role.label().text())
                    .collect(Collectors.toUnmodifiableSet());

    private Inventory() {}

    public static KeyInventory take(KeyBackend backend) {
        TokenIdentity token = backend.identity();
        return new KeyInventory(
                token.label(),
                token.serial(),
                token.manufacturer(),
                token.model(),
                token.firmware(),
                token.library() + " " + token.libraryVersion(),
                backend.describeKeys().stream()
                        .filter(key -> key.keyClass() != KeyClass.PUBLIC)
                        .filter(key -> isOurs(key.label()))
                        .sorted(Comparator.comparing(KeyDescription::label))
                        .map(Inventory::entry)
                        .toList());
    }

    private static boolean isOurs(String label) {
        return LABELS.contains(label)
                || OrgKeys.isOrgKey(label)
                || ClientKeyStore.isClientKey(label);
    }

    private static KeyInventory.Key entry(KeyDescription key) {
        return new KeyInventory.Key(
                key.label(),
                key.id(),
                key.algorithm().map(Enum::name).orElse(key.type()),
                key.spki(),
                attributes(key.attributes()));
    }

    private static Map<String, Boolean> attributes(Map<KeyAttribute, Boolean> attributes) {
        return attributes.entrySet().stream()
                .collect(
                        Collectors.toUnmodifiableMap(
                                entry -> entry.getKey().name(), Map.Entry::getValue));
    }
}
