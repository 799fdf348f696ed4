package dev.sealwright.client.terminal;

import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion bash|zsh}: a script that the shell reads. */
@Command(
        name = "completion",
        description = "Print a completion script for bash or zsh.",
        footer = {"", "Example:", "  source <(${ROOT-COMMAND-NAME} completion bash)"})
public final class CompletionCommand implements Runnable {
    /** The shells there is a script for. */
    public enum Shell {
        bash,
        zsh
    }

    @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.bash;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec == null) {
            throw new IllegalStateException("used outside a command");
        }
        var root = spec.root().commandLine();
        if (shell == Shell.zsh) {
            spec.commandLine().getOut().println("autoload -U +X bashcompinit && bashcompinit");
        }
        spec.commandLine().getOut().print(AutoComplete.bash(root.getCommandName(), root));
    }
}
