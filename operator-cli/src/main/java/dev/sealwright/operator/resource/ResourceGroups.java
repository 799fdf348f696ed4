package dev.sealwright.operator.resource;

import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.bootstrap.EmitBootstrapCommand;
import dev.sealwright.operator.keys.KeyCommands;
import dev.sealwright.operator.secret.SecretCommands;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** One group of commands a declarative resource: {@code orgs apply}, {@code users list}, …. */
public final class ResourceGroups {
    private static final String GET = "get";

    private ResourceGroups() {}

    @Command(synopsisSubcommandLabel = "COMMAND")
    private static final class Group {}

    /** By their names, each made when it is asked for. */
    public static Map<String, Supplier<CommandLine>> all(Surroundings surroundings) {
        Map<String, Supplier<CommandLine>> all = new LinkedHashMap<>();
        for (ResourceKind kind : ResourceKind.values()) {
            all.put(kind.command(), () -> group(kind, surroundings));
        }
        return all;
    }

    /** A key is shown, as the token's are. */
    private static String[] alias(ResourceKind kind) {
        return kind == ResourceKind.KEYS ? new String[] {"show"} : new String[0];
    }

    private static CommandLine group(ResourceKind kind, Surroundings surroundings) {
        var line =
                new CommandLine(new Group())
                        .setCommandName(kind.command())
                        .addSubcommand(
                                kind == ResourceKind.POLICIES
                                        ? new ApplyPolicyCommand(surroundings)
                                        : new ApplyCommand(kind, surroundings))
                        .addSubcommand(GET, new GetCommand(kind, surroundings), alias(kind))
                        .addSubcommand(new ListCommand(kind, surroundings));
        line.getCommandSpec().aliases(kind.aliases());
        line.getCommandSpec()
                .usageMessage()
                .description(
                        "Apply, get, list and "
                                + (kind == ResourceKind.KEYS ? "use " : "delete ")
                                + kind.plural()
                                + ".")
                .footerHeading("%nExamples:%n")
                .footer(
                        "  sealwright " + kind.command() + " list",
                        "  sealwright " + kind.command() + " apply demo.yaml");
        if (kind == ResourceKind.SECRETS) {
            SecretCommands.all(surroundings).forEach(line::addSubcommand);
            return line;
        }
        if (kind == ResourceKind.KEYS) {
            KeyCommands.all(surroundings).forEach(line::addSubcommand);
            return line;
        }
        line.addSubcommand(new DeleteCommand(kind, surroundings));
        return switch (kind) {
            case SANDBOX_SPECS -> line.addSubcommand(new EmitBootstrapCommand(surroundings));
            case API_KEYS -> line.addSubcommand(new CreateApiKeyCommand(surroundings));
            case ORGS,
                    USERS,
                    ROLES,
                    POLICIES,
                    SECRETS,
                    KEYS,
                    APPRAISAL_POLICIES,
                    REFERENCE_VALUES ->
                    line;
        };
    }
}
