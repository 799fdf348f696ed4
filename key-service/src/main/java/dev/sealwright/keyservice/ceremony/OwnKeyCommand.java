package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.pkcs11.PivCard;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.anchors.OperatorKey;
import dev.sealwright.protocol.crypto.Sha256;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/** Makes keys that people and machines keep for themselves. */
final class OwnKeyCommand {
    private static final int DEFAULT_CHANNEL_DAYS = 825;
    private static final int MAX_CHANNEL_DAYS = 3650;

    private final Arguments arguments;
    private final Progress progress;
    private final SecureRandom random;
    private final InstantSource clock;

    OwnKeyCommand(
            Arguments arguments, Progress progress, SecureRandom random, InstantSource clock) {
        this.arguments = arguments;
        this.progress = progress;
        this.random = random;
        this.clock = clock;
    }

    /** Makes a key in a file, or reads the public half of one that its owner has on a card. */
    void operatorKey() {
        Path folder = CeremonyFiles.folder(arguments.path("--dir"));
        if (arguments.has("--piv")) {
            OwnKey.OnCard own = OwnKey.OnCard.of(arguments);
            arguments.end();
            card(folder, own);
            return;
        }
        if (arguments.flag("--passkey")) {
            passkey(folder, arguments.text("--name"));
            return;
        }
        arguments.end();
        try (FileKey key = FileKey.make(random)) {
            key.write(folder);
            tell(new OperatorKey.Plain(key.publicKey()));
        }
        progress.step("done", "operator.key is its owner's alone; operator.pub is for the root");
    }

    private void passkey(Path folder, String name) {
        arguments.end();
        OperatorKey.Passkey key = new OwnKey.InBrowser(progress, random).make(name, nonce());
        PublicKeyFile.write(folder, key);
        tell(key);
        progress.step("done", "the passkey stays where it was made; operator.pub is for the root");
    }

    private Bytes nonce() {
        byte[] bytes = new byte[Sha256.SIZE];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    /** It signs once, so that what enters the anchors is known to work. */
    private void card(Path folder, OwnKey.OnCard own) {
        try (PivCard card = own.open()) {
            OperatorKey.Piv key = new OperatorKey.Piv(card.publicKey());
            progress.token(
                    "card-opened",
                    "opened card '" + card.identity().label() + "'",
                    card.identity());
            Bytes nonce = nonce();
            if (!key.verify(nonce, card.sign(Sha256.of(nonce)))) {
                throw new CeremonyRefusedException(
                        "The card signs with another key than the one it shows.");
            }
            PublicKeyFile.write(folder, key);
            tell(key);
        }
        progress.step("done", "the key stays on the card; operator.pub is for the root");
    }

    /** As a script names it. */
    private void tell(OperatorKey key) {
        progress.step("operator", "in a script: operator NAME " + ScriptWords.of(key));
    }

    void channel() {
        Path out = arguments.path("--out");
        int days = arguments.number("--days", DEFAULT_CHANNEL_DAYS, 1, MAX_CHANNEL_DAYS);
        arguments.end();
        CeremonyFiles.requireAbsent(out);
        new ChannelKeys(out, Duration.ofDays(days), random, Seconds.truncate(clock.instant()))
                .make();
        progress.step("done", "each side of the channel has a folder; hand it to its owner");
    }

    void firstKey() {
        Path folder = arguments.path("--dir");
        arguments.end();
        new FirstKey(folder).replace(random);
        progress.step("done", "admin.key is another one; its digest lies beside it");
    }
}
