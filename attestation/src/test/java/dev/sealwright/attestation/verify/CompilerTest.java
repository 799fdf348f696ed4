package dev.sealwright.attestation.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not verified cannot be handed to where verified is needed: javac says so. */
class CompilerTest {
    private static final String HEADER =
            """
            package outside;
            import dev.sealwright.attestation.appraisal.*;
            import dev.sealwright.attestation.freshness.*;
            import dev.sealwright.attestation.maa.*;
            import dev.sealwright.attestation.snp.*;
            import dev.sealwright.attestation.verify.*;
            import java.util.List;
            class Caller {
            """;

    @Test
    void authenticClaimsAreTaken() {
        assertThat(
                        errors(
                                """
                                void use(Policy policy, EvidenceBinding binding, ReleasePolicy release,
                                        Authentic<SnpClaims> report, Authentic<MaaClaims> token) {
                                    policy.appraise(report, ReferenceValues.NONE);
                                    binding.isCarriedBy(report);
                                    release.releases(token.claims());
                                }
                                """))
                .isEmpty();
    }

    static Stream<Arguments> attempts() {
        return Stream.of(
                attempt(
                        "void f(Policy p, SnpClaims c) { p.appraise(c, ReferenceValues.NONE); }",
                        "SnpClaims cannot be converted to"),
                attempt(
                        "void f(Policy p, Verification<SnpClaims> v) { p.appraise(v, null); }",
                        "Verification<dev.sealwright.attestation.snp.SnpClaims> cannot be converted"),
                attempt(
                        "void f(EvidenceBinding b, SnpReport r) { b.isCarriedBy(r); }",
                        "SnpReport cannot be converted to"),
                attempt(
                        "void f(ReleasePolicy p, MaaToken t) { p.releases(t); }",
                        "MaaToken cannot be converted to"),
                attempt(
                        "Object f(MaaClaimSet c) { return new MaaClaims(\"issuer\", c); }",
                        "is not public"),
                attempt(
                        "Object f(SnpClaims c) { return new Authentic<>(c, null, List.of()); }",
                        "is not public"),
                attempt(
                        "class Mine<C extends Claims> implements Verification<C> {}",
                        "not allowed to extend"));
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void whatIsNotVerifiedIsRefused(String member, String reason) {
        assertThat(errors(member)).anyMatch(error -> error.contains(reason));
    }

    private static Arguments attempt(String member, String reason) {
        return Arguments.of(member, reason);
    }

    private static List<String> errors(String member) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var found = new DiagnosticCollector<JavaFileObject>();
        var source =
                new SimpleJavaFileObject(
                        URI.create("string:///outside/Caller.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignored) {
                        return HEADER + member + "}";
                    }
                };
        try (var files =
                compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8)) {
            List<String> options =
                    List.of(
                            "-proc:none",
                            "-implicit:none",
                            "-d",
                            "target",
                            "-classpath",
                            System.getProperty("java.class.path"));
            compiler.getTask(null, files, found, options, null, List.of(source)).call();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return found.getDiagnostics().stream()
                .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                .map(d -> d.getMessage(Locale.ROOT))
                .toList();
    }
}
