package dev.sealwright.operator.secret;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.http.StreamedAnswer;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Listing;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.secret.ExportedSecret;
import dev.sealwright.protocol.secret.SealedBlob;
import dev.sealwright.protocol.secret.SecretContent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code secrets export}: every version in its sealed form, for a backup. */
@Command(
        name = "export",
        description = {
            "Write every version of every secret in its sealed form, with the leaf that proves it.",
            "The file holds nothing that opens without the HSM or the recovery key. Keep it for"
                    + " sealwright ceremony recover."
        },
        footerHeading = "%nExample:%n",
        footer = "  sealwright secrets export --out secrets.export")
final class ExportCommand extends SecretCommand {
    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Where it is written; must not exist.")
    private Path out = Path.of("");

    ExportCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public void run() {
        if (Files.exists(out)) {
            throw new CommandFailure(
                    ExitCode.LOCAL, out + " exists already", "choose a file that does not exist");
        }
        try (ServiceClient service = connections.open(surroundings);
                ExportFile file = ExportFile.create(out)) {
            SecretReceipts receipts = new SecretReceipts(verifier(service));
            String org = organisation.name(connections, surroundings);
            List<String> names = names(service);
            int versions = 0;
            for (int i = 0; i < names.size(); i++) {
                versions += export(service, receipts, file, org, names.get(i));
                output.note((i + 1) + " of " + names.size() + ": " + names.get(i));
            }
            file.finish();
            output.result(
                    Json.object()
                            .put("secrets", names.size())
                            .put("versions", versions)
                            .put("file", out.toString()),
                    versions + " versions of " + names.size() + " secrets are in " + out);
        }
    }

    private List<String> names(ServiceClient service) {
        return Listing.fetch(service, collection(), Map.of())
                .json()
                .get("items")
                .valueStream()
                .map(item -> new Fields(item).text("name"))
                .toList();
    }

    private int export(
            ServiceClient service,
            SecretReceipts receipts,
            ExportFile file,
            String org,
            String name) {
        List<Long> numbers =
                Listing.fetch(service, item(name) + "/versions", Map.of())
                        .json()
                        .get("items")
                        .valueStream()
                        .filter(each -> each.path("state").asText().equals("sealed"))
                        .map(each -> each.path("version").asLong())
                        .toList();
        for (long number : numbers) {
            String path = item(name) + "/versions/" + number;
            Fields sealed = service.send(Request.get(path + "/sealed")).json();
            Bytes blob = Bytes.fromBase64Url(sealed.text("blob"));
            receipts.checkStanding(sealed, Sha256.of(blob));
            file.add(
                    new ExportedSecret(
                            org,
                            name,
                            blob,
                            Bytes.fromBase64Url(sealed.text("leaf")),
                            sealed.text("receipt")));
            SealedBlob.decode(blob)
                    .content()
                    .ifPresent(content -> addChunks(service, path, file, content));
        }
        return numbers.size();
    }

    private static void addChunks(
            ServiceClient service, String path, ExportFile file, SecretContent content) {
        Request request =
                Request.get(path + "/sealed")
                        .header(
                                "Accept",
                                "application/octet-stream, application/problem+json;q=0.9")
                        .upTo(Math.toIntExact(content.sealedSize()));
        try (StreamedAnswer answer = service.open(request)) {
            file.add(chunks -> answer.copyTo(chunks, _ -> {}), content.digest());
        }
    }
}
