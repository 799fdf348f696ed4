package dev.sealwright.operator.token;

import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.token.Attenuation;
import dev.sealwright.protocol.token.CapabilityToken;
import dev.sealwright.protocol.token.Caveat;
import dev.sealwright.protocol.token.Caveats;
import dev.sealwright.protocol.token.HolderKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tokens attenuate}: offline, by the holder. */
@Command(
        name = "attenuate",
        description = {
            "Narrow a token, offline, and print it; hand it on with --to.",
            "All that is given holds beside what the token says already."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  sealwright tokens attenuate token.txt --key agent.pem --to helper.pub --tool search"
                    + " --ttl-seconds 60"
        })
final class AttenuateCommand implements Runnable {
    private final Surroundings surroundings;

    @Mixin private final GrantOptions grant = new GrantOptions();
    @Mixin private final HeldToken held = new HeldToken();
    @Mixin private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "The key it is bound to from here on. Default: the same.")
    private @Nullable Path to;

    @Option(names = "--ttl-seconds", paramLabel = "S", description = "How long it lasts from now.")
    private @Nullable Long ttlSeconds;

    AttenuateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        HolderFile holder = held.holder();
        HolderKey next = to == null ? holder.key() : HolderFile.publicKey(to);
        CapabilityToken narrow = Attenuation.narrow(held.token(), holder, next, caveats());
        output.result(
                Json.object()
                        .put("token", narrow.text())
                        .put("block", Attenuation.layers(narrow).getLast().id().base64Url()),
                narrow.text());
    }

    private Caveats caveats() {
        List<Caveat> caveats = new ArrayList<>(grant.caveats().items());
        if (ttlSeconds != null) {
            caveats.add(
                    new Caveat.Expires(
                            Seconds.truncate(
                                    surroundings.clock().instant().plusSeconds(ttlSeconds))));
        }
        return Caveats.of(caveats);
    }
}
