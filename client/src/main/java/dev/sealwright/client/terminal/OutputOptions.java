package dev.sealwright.client.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealwright.client.json.Json;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --json}, {@code --quiet} and what follows from them; mixed into every command. */
public final class OutputOptions {
    @Option(names = "--json", description = "Print the result as JSON on standard output.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print nothing but the result and errors.")
    private boolean quiet;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    public boolean isJson() {
        return json;
    }

    /** Prints the result: as JSON where that was asked for, as {@code text} otherwise. */
    public void result(JsonNode asJson, String text) {
        if (json) {
            out().println(Json.readable(asJson));
        } else if (!text.isEmpty()) {
            out().println(text);
        }
        out().flush();
    }

    /** One of many results: a line of JSON where that was asked for, of {@code text} otherwise. */
    public void line(JsonNode asJson, String text) {
        out().println(json ? asJson.toString() : text);
        out().flush();
    }

    /** What shows how far a long command is; to be closed before its result. */
    public Progress progress(String what, Surroundings surroundings) {
        return Progress.on(err(), what, surroundings.interactive() && !quiet && !json);
    }

    /** A line on standard error about what is going on, unless {@code --quiet}. */
    public void note(String line) {
        if (!quiet) {
            err().println(line);
            err().flush();
        }
    }

    /** A line on standard error that {@code --quiet} does not silence. */
    public void warn(String line) {
        err().println("warning: " + line);
        err().flush();
    }

    private PrintWriter out() {
        return spec().commandLine().getOut();
    }

    private PrintWriter err() {
        return spec().commandLine().getErr();
    }

    private CommandSpec spec() {
        if (command == null) {
            throw new IllegalStateException("used outside a command");
        }
        return command;
    }
}
