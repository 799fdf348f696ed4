package dev.sealwright.client.terminal;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion bash|zsh|fish}: a script that the shell reads. */
@Command(
        name = "completion",
        description = "Print a completion script for bash, zsh or fish.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(${ROOT-COMMAND-NAME} completion bash)",
            "  ${ROOT-COMMAND-NAME} completion fish | source"
        })
public final class CompletionCommand implements Runnable {
    /** The shells there is a script for. */
    public enum Shell {
        bash,
        zsh,
        fish
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
        PrintWriter out = spec.commandLine().getOut();
        switch (shell) {
            case bash -> out.print(AutoComplete.bash(root.getCommandName(), root));
            case zsh -> {
                out.println("autoload -U +X bashcompinit && bashcompinit");
                out.print(AutoComplete.bash(root.getCommandName(), root));
            }
            case fish -> out.print(FishCompletion.of(root));
        }
    }
}
