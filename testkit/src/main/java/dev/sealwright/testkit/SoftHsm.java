package dev.sealwright.testkit;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class SoftHSM2 tokens of its own.
 *
 * <pre>{@code
 * @RegisterExtension static final SoftHsm HSM = new SoftHsm();
 *
 * @Test void aKeyIsMade() { open(HSM.token()); }
 * }</pre>
 *
 * <p>SoftHSM2 reads SOFTHSM2_CONF and lists its tokens at C_Initialize, so the build hands every
 * test JVM one configuration path and this class writes the file. A token made while the module is
 * initialised in this JVM is seen after the next C_Initialize only: ask for every token of a test
 * before opening the first.
 *
 * <p>Without SoftHSM2 the class is skipped and says so; where the environment variable CI is set it
 * fails instead.
 */
public final class SoftHsm implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final TokenFolder folder = TokenFolder.ofThisJvm();
    private Optional<SoftHsmToken> token = Optional.empty();

    /** The PKCS#11 module of this machine, if there is one. */
    public static Optional<Path> installed() {
        return SoftHsmInstallation.found().map(SoftHsmInstallation::module);
    }

    /** The PKCS#11 module. */
    public Path module() {
        return SoftHsmInstallation.required().module();
    }

    /** The token of this test class, made when first asked for. */
    public synchronized SoftHsmToken token() {
        if (token.isEmpty()) {
            token = Optional.of(newToken("test"));
        }
        return token.get();
    }

    /** One more fresh token, whose label starts so. */
    public SoftHsmToken newToken(String labelPrefix) {
        return folder.newToken(labelPrefix + "-" + COUNT.incrementAndGet());
    }

    /** The folder this JVM's module sees, for tests that initialise tokens themselves. */
    public TokenFolder folder() {
        return folder;
    }

    /** A configuration and token folder apart from this JVM's, for programs that a test starts. */
    public TokenFolder separateFolder(Path where) {
        return TokenFolder.create(where);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (SoftHsmInstallation.found().isEmpty()) {
            if (System.getenv("CI") != null) {
                throw new IllegalStateException(SoftHsmInstallation.MISSING);
            }
            Assumptions.abort(SoftHsmInstallation.MISSING);
        }
        folder.writeConfiguration();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        token.ifPresent(SoftHsmToken::remove);
        token = Optional.empty();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SoftHsmToken.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return token();
    }
}
