package dev.sealwright.operator.secret;

import dev.sealwright.client.terminal.Surroundings;
import java.util.List;

/** What {@code secrets} offers beside apply, get and list. */
public final class SecretCommands {
    private SecretCommands() {}

    public static List<Object> all(Surroundings surroundings) {
        return List.of(
                new PutCommand(surroundings),
                new VersionsCommand(surroundings),
                new UnsealCommand(surroundings),
                new DeleteCommand(surroundings),
                new ExportCommand(surroundings));
    }
}
