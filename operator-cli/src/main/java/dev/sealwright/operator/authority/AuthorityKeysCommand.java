package dev.sealwright.operator.authority;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.http.Answer;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.SecretInput;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.tls.HostKey;
import dev.sealwright.client.tls.HostKeyType;
import dev.sealwright.client.tls.Pem;
import dev.sealwright.operator.service.Listing;
import dev.sealwright.operator.service.OrgDesk;
import dev.sealwright.operator.service.Paths;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.AuthorityBody.AuthorityKey;
import dev.sealwright.protocol.leaf.RecordState;
import java.nio.file.Path;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code authority-keys create|register|list|show|remove}. */
@Command(
        name = "authority-keys",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Keys by which an organisation approves its own policies and bootstraps.",
            "The private half stays in a file here; neither the service nor its HSM has it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright authority-keys create security.pem --passphrase",
            "  sealwright authority-keys register security --public-key security.pem"
        })
public final class AuthorityKeysCommand {
    private static final String KEYS = "/authority-keys";

    /** The keys that an organisation may register. */
    enum Type {
        ed25519(HostKeyType.ed25519),
        p256(HostKeyType.p256);

        private final HostKeyType made;

        Type(HostKeyType made) {
            this.made = made;
        }
    }

    private final Surroundings surroundings;

    public AuthorityKeysCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "create",
            description = {
                "Make a key here, in a private file (mode 0600), and register nothing.",
                "Standard output has the public half, in PEM."
            },
            footerHeading = "%nExample:%n",
            footer = "  sealwright authority-keys create security.pem --passphrase")
    void create(
            @Mixin OutputOptions output,
            @Option(
                            names = "--type",
                            defaultValue = "ed25519",
                            paramLabel = "TYPE",
                            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
                    Type type,
            @Option(
                            names = "--passphrase",
                            description = "Ask for a passphrase to encrypt the private half with.")
                    boolean encrypted,
            @Parameters(paramLabel = "FILE", description = "Must not exist.") Path file) {
        HostKey key = HostKey.generate(type.made, surroundings.random());
        if (encrypted) {
            String passphrase = SecretInput.line(surroundings, "New passphrase");
            AuthorityKeyFile.writeEncrypted(file, key, passphrase, surroundings);
        } else {
            AuthorityKeyFile.write(file, key);
        }
        ObjectNode made =
                Json.object()
                        .put("file", file.toString())
                        .put("key_id", Sha256.of(key.spki()).base64Url())
                        .put("public_key", key.spki().base64Url());
        output.note("made " + file + ", key " + Sha256.of(key.spki()).base64Url());
        output.result(made, Pem.text("PUBLIC KEY", key.spki()).stripTrailing());
    }

    @Command(
            name = "register",
            description = {
                "Register the public half.",
                "From the organisation's first key on, its policies, bootstraps and changes of these"
                        + " keys need a signature by one that is registered."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  sealwright authority-keys register security --public-key security.pem",
                "  sealwright authority-keys register second --public-key second.pem"
                        + " --authority-key security.pem"
            })
    void register(
            @Mixin OrgDesk desk,
            @Mixin AuthorityKeyOption authority,
            @Option(
                            names = "--public-key",
                            required = true,
                            paramLabel = "FILE",
                            description = "PEM; the file of create will do.")
                    Path file,
            @Parameters(paramLabel = "NAME", description = "What it shall be called.")
                    String name) {
        Bytes spki = AuthorityKeyFile.publicKey(file);
        Request request =
                Request.put(path(desk, name), Json.object().put("public_key", spki.base64Url()));
        try (var service = desk.open(surroundings)) {
            var answer =
                    send(service, desk, authority, request, changes(spki, RecordState.SET))
                            .json()
                            .node();
            desk.output().result(answer, name + " is registered");
        }
    }

    @Command(
            name = "list",
            description = "List them.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright authority-keys list")
    void list(@Mixin OrgDesk desk) {
        try (var service = desk.open(surroundings)) {
            Listing.fetchWhole(service, desk.path(surroundings, KEYS)).show(desk.output());
        }
    }

    @Command(
            name = "show",
            description = "Show one.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright authority-keys show security")
    void show(
            @Mixin OrgDesk desk,
            @Parameters(paramLabel = "NAME", description = "Its name.") String name) {
        desk.show(surroundings, key(name));
    }

    @Command(
            name = "remove",
            description = {
                "Remove one, which takes the signature of one that is registered, this one included.",
                "Without its last key an organisation is back to approving nothing."
            },
            footerHeading = "%nExample:%n",
            footer = "  sealwright authority-keys remove old --authority-key security.pem")
    void remove(
            @Mixin OrgDesk desk,
            @Mixin AuthorityKeyOption authority,
            @Parameters(paramLabel = "NAME", description = "Its name.") String name) {
        String path = path(desk, name);
        try (var service = desk.open(surroundings)) {
            Bytes spki = service.send(Request.get(path)).json().binary("public_key");
            send(
                    service,
                    desk,
                    authority,
                    Request.delete(path),
                    changes(spki, RecordState.REMOVED));
            desk.output().result(Json.object().put("removed", name), name + " is removed");
        }
    }

    private static Predicate<ShownApproval> changes(Bytes spki, RecordState state) {
        return shown ->
                shown.body() instanceof AuthorityKey key
                        && key.spki().equals(spki)
                        && key.state() == state;
    }

    private Answer send(
            ServiceClient service,
            OrgDesk desk,
            AuthorityKeyOption authority,
            Request request,
            Predicate<ShownApproval> meant) {
        if (!authority.given()) {
            return service.send(request);
        }
        return authority
                .approver(service, desk.anchors(service, surroundings), surroundings)
                .orElseThrow()
                .send(request, meant);
    }

    private String path(OrgDesk desk, String name) {
        return desk.path(surroundings, key(name));
    }

    private static String key(String name) {
        return KEYS + "/" + Paths.segment(name);
    }
}
