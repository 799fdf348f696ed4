package dev.sealwright.operator.health;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Fields;
import java.util.List;

/** What {@code /ready} says. */
record Readiness(boolean ready, List<Check> checks) {
    private static final int NOT_READY = 503;

    /** One thing that has to work; the reason is empty when it does. */
    record Check(String name, boolean ok, String reason) {}

    static Readiness of(ServiceClient service) {
        Fields answer = service.send(Request.get("/ready").accepting(NOT_READY)).json();
        return new Readiness(
                answer.flag("ready"),
                answer.objects("checks").stream().map(Readiness::of).toList());
    }

    private static Check of(Fields check) {
        return new Check(check.text("name"), check.flag("ok"), check.text("reason"));
    }
}
