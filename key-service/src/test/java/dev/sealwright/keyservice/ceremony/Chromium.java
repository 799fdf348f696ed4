package dev.sealwright.keyservice.ceremony;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** A headless browser with one page, led over its DevTools protocol. */
final class Chromium implements AutoCloseable {
    private static final List<Path> PROGRAMS =
            List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"));
    private static final long PATIENCE = 60;

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final ConcurrentHashMap<Integer, CompletableFuture<String>> answers =
            new ConcurrentHashMap<>();

    private Chromium(Process process, int port) throws Exception {
        this.process = process;
        this.socket =
                http.newWebSocketBuilder()
                        .buildAsync(URI.create(page(port)), new Reader())
                        .get(PATIENCE, TimeUnit.SECONDS);
    }

    /** Skips the test, and says so, where there is no browser. */
    static Chromium required(Path folder) throws Exception {
        Optional<Path> program = PROGRAMS.stream().filter(Files::isExecutable).findFirst();
        Assumptions.assumeTrue(program.isPresent(), "no passkey is tried: install chromium");
        Path profile = Files.createDirectory(folder.resolve("browser"));
        Process process =
                new ProcessBuilder(
                                program.orElseThrow().toString(),
                                "--headless=new",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--no-first-run",
                                "--remote-debugging-port=0",
                                "--user-data-dir=" + profile,
                                "about:blank")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        Path port = profile.resolve("DevToolsActivePort");
        for (int i = 0; i < 600 && !(Files.exists(port) && Files.size(port) > 0); i++) {
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
        return new Chromium(process, Integer.parseInt(Files.readAllLines(port).getFirst()));
    }

    private String page(int port) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json")).build();
        String list = http.send(request, BodyHandlers.ofString()).body();
        Matcher address = Pattern.compile("ws://[^\"]*/devtools/page/[^\"]*").matcher(list);
        if (!address.find()) {
            throw new IllegalStateException("the browser shows no page: " + list);
        }
        return address.group();
    }

    /** One that has its person there and verified. */
    void addAuthenticator() throws Exception {
        ask("WebAuthn.enable", "{}");
        ask(
                "WebAuthn.addVirtualAuthenticator",
                "{\"options\":{\"protocol\":\"ctap2\",\"transport\":\"internal\","
                        + "\"hasResidentKey\":true,\"hasUserVerification\":true,"
                        + "\"isUserVerified\":true,\"automaticPresenceSimulation\":true}}");
    }

    /** Opens the page and does what it asks. */
    void use(String address) throws Exception {
        ask("Page.navigate", "{\"url\":\"" + address + "\"}");
        until("!!document.getElementById('go') && !document.getElementById('go').disabled");
        evaluate("document.getElementById('go').click()");
        until("document.getElementById('status').className !== ''");
        String status = evaluate("document.getElementById('status').textContent");
        if (!status.contains("Done.")) {
            throw new IllegalStateException("the page says " + status);
        }
    }

    private void until(String condition) throws Exception {
        for (int i = 0; i < 300; i++) {
            if (evaluate(condition).contains("\"value\":true")) {
                return;
            }
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
        throw new IllegalStateException("never: " + condition);
    }

    private String evaluate(String script) throws Exception {
        return ask(
                "Runtime.evaluate", "{\"expression\":\"" + script + "\",\"returnByValue\":true}");
    }

    /** For people to look at: wide and narrow, light and dark. */
    void pictures(Optional<Path> folder) throws Exception {
        if (folder.isEmpty()) {
            return;
        }
        Files.createDirectories(folder.get());
        for (int width : new int[] {1280, 390}) {
            for (String scheme : new String[] {"light", "dark"}) {
                ask(
                        "Emulation.setDeviceMetricsOverride",
                        "{\"width\":"
                                + width
                                + ",\"height\":800,\"deviceScaleFactor\":1,\"mobile\":false}");
                ask(
                        "Emulation.setEmulatedMedia",
                        "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\""
                                + scheme
                                + "\"}]}");
                String answer = ask("Page.captureScreenshot", "{\"format\":\"png\"}");
                Matcher data = Pattern.compile("\"data\":\"([^\"]*)\"").matcher(answer);
                if (data.find()) {
                    Files.write(
                            folder.get().resolve(width + "-" + scheme + ".png"),
                            Base64.getDecoder().decode(data.group(1)));
                }
            }
        }
    }

    private String ask(String method, String parameters) throws Exception {
        int id = ids.incrementAndGet();
        var answer = new CompletableFuture<String>();
        answers.put(id, answer);
        socket.sendText(
                        "{\"id\":"
                                + id
                                + ",\"method\":\""
                                + method
                                + "\",\"params\":"
                                + parameters
                                + "}",
                        true)
                .get(PATIENCE, TimeUnit.SECONDS);
        String said = answer.get(PATIENCE, TimeUnit.SECONDS);
        if (said.contains("\"error\":")) {
            throw new IllegalStateException(method + ": " + said);
        }
        return said;
    }

    private final class Reader implements WebSocket.Listener {
        private final StringBuilder part = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                String message = part.toString();
                part.setLength(0);
                Matcher id = Pattern.compile("^\\{\"id\":(\\d+)").matcher(message);
                if (id.find()) {
                    Optional.ofNullable(answers.remove(Integer.parseInt(id.group(1))))
                            .ifPresent(waiting -> waiting.complete(message));
                }
            }
            webSocket.request(1);
            return null;
        }
    }

    @Override
    public void close() {
        socket.abort();
        http.close();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
