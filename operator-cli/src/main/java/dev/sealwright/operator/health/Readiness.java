package dev.sealwright.operator.health;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Fields;
import java.util.List;
import java.util.Optional;

/** What {@code /ready} says. */
record Readiness(
        boolean ready, List<Check> checks, Optional<Sequencer> sequencer, List<Witness> witnesses) {
    private static final int NOT_READY = 503;

    /** One thing that has to work; the reason is empty when it does. */
    record Check(String name, boolean ok, String reason) {}

    /** Which replica sequences; the leader is empty while none does. */
    record Sequencer(String replica, Optional<String> leader, long term) {}

    /** How far a witness of the log has cosigned it. */
    record Witness(String name, long behind, Optional<String> problem) {}

    /** A service of before there were several knows neither sequencer nor witnesses. */
    static Readiness of(ServiceClient service) {
        Fields answer = service.send(Request.get("/ready").accepting(NOT_READY)).json();
        return new Readiness(
                answer.flag("ready"),
                answer.objects("checks").stream().map(Readiness::of).toList(),
                answer.optionalObject("sequencer").map(Readiness::sequencer),
                answer.node().has("witnesses")
                        ? answer.objects("witnesses").stream().map(Readiness::witness).toList()
                        : List.of());
    }

    private static Sequencer sequencer(Fields fields) {
        return new Sequencer(
                fields.text("replica"), fields.optionalText("leader"), fields.number("term"));
    }

    private static Witness witness(Fields fields) {
        return new Witness(
                fields.text("name"), fields.number("behind"), fields.optionalText("problem"));
    }

    private static Check of(Fields check) {
        return new Check(check.text("name"), check.flag("ok"), check.text("reason"));
    }
}
