package dev.sealwright.controlplane.attest;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.sealwright.attestation.collateral.CollateralHttp;
import dev.sealwright.attestation.collateral.CollateralServices;
import dev.sealwright.attestation.collateral.CollateralStore;
import dev.sealwright.attestation.collateral.TrustedServices;
import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.protocol.Bytes;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** What verifiers stand on: collateral, fetched where addresses are configured, and signatures. */
@Factory
final class Collaterals {
    @Singleton
    CollateralStore store(CollateralSettings settings, InstantSource clock) {
        Path folder = Path.of(settings.folder());
        String services = settings.services();
        if (services == null || services.isEmpty()) {
            return new CollateralStore(CollateralServices.VENDORS, folder, Optional.empty(), clock);
        }
        return new CollateralStore(
                CollateralServices.parse(read(Path.of(services))),
                folder,
                Optional.of(new CollateralHttp(TrustedServices.ofPlatform())),
                clock);
    }

    /** Not registered with the JVM: its default providers are the application's own choice. */
    @Singleton
    SignatureCheck signatures() {
        AmazonCorrettoCryptoProvider corretto = AmazonCorrettoCryptoProvider.INSTANCE;
        return corretto.getLoadingError() == null
                ? SignatureCheck.on(corretto)
                : SignatureCheck.onJdk();
    }

    private static Bytes read(Path file) {
        try {
            return Bytes.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
