package dev.sealwright.operator.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.http.Answer;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.Surroundings;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code apply}: creates or replaces what the file describes. */
@Command(
        name = "apply",
        description = {
            "Create or replace what a file describes; the same file again changes nothing.",
            "The file is YAML or JSON. Its field name (or --name) is the resource's name, the other"
                    + " fields are the resource."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright ${PARENT-COMMAND-NAME:-orgs} apply demo.yaml",
            "  sealwright ${PARENT-COMMAND-NAME:-orgs} apply --name demo   without other fields"
        })
class ApplyCommand extends ResourceCommand {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FILE",
            description = "YAML or JSON; - reads standard input.")
    private @Nullable Path file;

    @Option(names = "--name", paramLabel = "NAME", description = "The name, if not in the file.")
    private @Nullable String name;

    ApplyCommand(ResourceKind kind, Surroundings surroundings) {
        super(kind, surroundings);
    }

    @Override
    public void run() {
        ObjectNode resource =
                file == null ? Json.object() : ResourceFile.read(file, surroundings.in());
        String named = takeName(resource);
        try (var service = connections.open(surroundings)) {
            Answer answer = service.send(Request.put(item(named), resource));
            String what = answer.status() == 201 ? " created" : " is as described";
            output.result(answer.json().node(), named + what);
            applied(service, named, resource, answer.json());
        }
    }

    /** What else there is to do, after the service took the resource. */
    void applied(ServiceClient service, String named, ObjectNode resource, Fields answer) {}

    private String takeName(ObjectNode resource) {
        var inFile = Optional.ofNullable(resource.remove("name")).map(node -> node.asText());
        return Optional.ofNullable(name)
                .or(() -> inFile)
                .orElseThrow(
                        () ->
                                new CommandFailure(
                                        ExitCode.USAGE,
                                        "neither the file nor --name says the name",
                                        "add a line name: … to the file, or --name"));
    }
}
