package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.idempotency.ActId;
import dev.sealwright.controlplane.record.Precondition;
import dev.sealwright.controlplane.record.RecordWriter;
import dev.sealwright.controlplane.record.RecordWriter.Place;
import dev.sealwright.controlplane.record.ResourceName;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.secret.Plaintext;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Settings of other rooms that must not lie in the database in the clear, such as the client secret
 * of an identity provider. Each is a secret of its organisation under a name that the API neither
 * writes nor opens; each reading is a leaf, so whoever needs a setting often keeps it for a while.
 */
@Singleton
public final class SealedSettings {
    private final Secrets secrets;
    private final RecordWriter records;
    private final Sealing sealing;
    private final Unsealing unsealing;
    private final Shredding shredding;
    private final Ids ids;

    SealedSettings(
            Secrets secrets,
            RecordWriter records,
            Sealing sealing,
            Unsealing unsealing,
            Shredding shredding,
            Ids ids) {
        this.secrets = secrets;
        this.records = records;
        this.sealing = sealing;
        this.unsealing = unsealing;
        this.shredding = shredding;
        this.ids = ids;
    }

    /**
     * Which setting.
     *
     * @param org tag of 16 bytes
     * @param room that it belongs to
     */
    public record Setting(Bytes org, String room, String name) {
        public Setting {
            ResourceName.require(ReservedNames.PREFIX + room + "." + name, "name");
        }

        private String secret() {
            return ReservedNames.PREFIX + room + "." + name;
        }

        /** Who asks, as the unseal leaf names him. */
        private Bytes caller() {
            return Bytes.utf8("{\"actor\":\"service\",\"secret\":\"" + secret() + "\"}");
        }
    }

    /** Seals a value in place of the present one, which is destroyed. */
    public void put(Setting setting, Plaintext value) {
        SecretDocument document = new SecretDocument("A setting of the service itself.");
        records.put(
                SecretDocument.TYPE,
                Place.in(setting.org(), setting.secret()),
                document,
                Precondition.NONE);
        Secret secret = secrets.require(setting.org(), setting.secret());
        byte[] bytes = value.copy();
        try {
            long number =
                    sealing.add(secret, new ActId(ids.next()), new ByteArrayInputStream(bytes))
                            .number();
            secrets.versions(secret).stream()
                    .filter(each -> each.number() < number && each.shreddedAt().isEmpty())
                    .forEach(shredding::shred);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** The present value; the caller closes it. */
    public Optional<Plaintext> read(Setting setting) {
        return secrets.find(setting.org(), setting.secret())
                .flatMap(secrets::latest)
                .map(version -> opened(version, setting.caller()));
    }

    private Plaintext opened(SealedVersion version, Bytes caller) {
        try (InputStream value = unsealing.open(secrets.read(version), caller).value()) {
            return Plaintext.of(value.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
