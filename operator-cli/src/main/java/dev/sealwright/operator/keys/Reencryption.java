package dev.sealwright.operator.keys;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Progress;
import dev.sealwright.client.terminal.Surroundings;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How far the secrets of an organisation have come to the version of its key that seals. */
record Reencryption(long version, String state, long total, long done, long damaged) {
    static Reencryption of(Fields key) {
        Fields reached = key.object("reencryption");
        return new Reencryption(
                key.number("latest_version"),
                reached.text("state"),
                reached.number("total"),
                reached.number("done"),
                reached.number("damaged"));
    }

    boolean isBlocked() {
        return state.equals("blocked");
    }

    private boolean isRunning() {
        return state.equals("running");
    }

    String line() {
        if (version == 0) {
            return "no key yet; the first secret makes one";
        }
        String moved = done + " of " + total + " versions of secrets are under it";
        return "version "
                + version
                + " seals; "
                + moved
                + (damaged == 0 ? "" : ", " + damaged + " are damaged");
    }

    /** Asks each second until nothing is on its way any more; the key as it is then. */
    static Fields await(
            ServiceClient service, String path, OutputOptions output, Surroundings surroundings) {
        CountDownLatch never = new CountDownLatch(1);
        try (Progress progress = output.progress("re-encrypting", surroundings)) {
            while (true) {
                Fields key = service.send(Request.get(path)).json();
                Reencryption reached = of(key);
                progress.at(reached.done(), reached.total());
                if (!reached.isRunning() || never.await(1, TimeUnit.SECONDS)) {
                    return key;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(
                    ExitCode.UNAVAILABLE, "interrupted", "the service goes on by itself");
        }
    }
}
