package dev.sealwright.controlplane.witness;

import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteSignature;
import dev.sealwright.protocol.witness.AddCheckpoint;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Asks a witness to cosign (c2sp.org/tlog-witness, add-checkpoint). Nothing in an answer counts but
 * a line that verifies under the witness's key; a redirect is no answer.
 */
@Singleton
final class WitnessHttp {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_ANSWER = 8 * 1024;
    private static final Pattern SIZE = Pattern.compile("(0|[1-9]\\d{0,17})\\n?");

    private final HttpClient client =
            HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .build();

    WitnessAnswer ask(ConfiguredWitness witness, AddCheckpoint question)
            throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(witness.addCheckpoint())
                        .timeout(PATIENCE)
                        .header("User-Agent", "sealwright")
                        .POST(HttpRequest.BodyPublishers.ofString(question.encode()))
                        .build();
        try {
            HttpResponse<InputStream> response =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return answer(witness, question, response.statusCode(), text(body));
            }
        } catch (IOException e) {
            return new WitnessAnswer.Failed("no answer: " + e.getClass().getSimpleName());
        }
    }

    /** The body, or as much of it as is ever looked at. */
    private static String text(InputStream body) throws IOException {
        return new String(body.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
    }

    private static WitnessAnswer answer(
            ConfiguredWitness witness, AddCheckpoint question, int status, String body) {
        return switch (status) {
            case 200 ->
                    cosignature(witness, question.note(), body)
                            .<WitnessAnswer>map(WitnessAnswer.Cosigned::new)
                            .orElse(
                                    new WitnessAnswer.Failed(
                                            "answers without a cosignature by its key"));
            case 409 ->
                    SIZE.matcher(body).matches()
                            ? new WitnessAnswer.OtherSize(Long.parseLong(body.strip()))
                            : new WitnessAnswer.Failed("answers 409 without its size");
            case 422 -> new WitnessAnswer.Inconsistent();
            case 403 -> new WitnessAnswer.Failed("knows the log by other keys (403)");
            case 404 -> new WitnessAnswer.Failed("does not watch this log (404)");
            default -> new WitnessAnswer.Failed("answers with status " + status);
        };
    }

    private static Optional<NoteSignature> cosignature(
            ConfiguredWitness witness, Note note, String body) {
        try {
            Note answered = Note.parse(note.text() + "\n" + body);
            return answered.signatures().stream()
                    .filter(line -> witness.key().verifies(note.text(), line))
                    .findFirst();
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }
}
