package dev.sealwright.operator.keys;

import dev.sealwright.client.terminal.Surroundings;
import java.util.List;

/** What {@code keys} offers beside apply, get and list. */
public final class KeyCommands {
    private KeyCommands() {}

    public static List<Object> all(Surroundings surroundings) {
        return List.of(
                new CreateCommand(surroundings),
                new VersionsCommand(surroundings),
                new RotateCommand(surroundings),
                new SwitchCommand.Disable(surroundings),
                new SwitchCommand.Enable(surroundings),
                new DestroyCommand(surroundings),
                new RestoreCommand(surroundings),
                new SignCommand(surroundings),
                new VerifyCommand(surroundings),
                new TokenCommand(surroundings),
                new HsmCommand(surroundings),
                new MembersCommand(surroundings));
    }
}
