package dev.sealwright.operator.health;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Fields;
import java.util.List;
import java.util.Optional;

/** What {@code /ready} says. */
record Readiness(
        boolean ready,
        List<Check> checks,
        Optional<Sequencer> sequencer,
        List<Voter> voters,
        List<Witness> witnesses) {
    private static final int NOT_READY = 503;

    /** One thing that has to work; the reason is empty when it does. */
    record Check(String name, boolean ok, String reason) {}

    /** Which replica sequences; the leader is empty while none does. */
    record Sequencer(String replica, Optional<String> leader, long term) {}

    /** How far a witness of the log has cosigned it. */
    record Witness(String name, long behind, Optional<String> problem) {}

    /** How a voter of a log with several does. */
    record Voter(
            String name,
            String kind,
            String state,
            long signed,
            long behind,
            Optional<String> problem) {}

    /** A service of before there were several knows neither sequencer nor witnesses. */
    static Readiness of(ServiceClient service) {
        Fields answer = service.send(Request.get("/ready").accepting(NOT_READY)).json();
        return new Readiness(
                answer.flag("ready"),
                answer.objects("checks").stream().map(Readiness::of).toList(),
                answer.optionalObject("sequencer").map(Readiness::sequencer),
                answer.node().has("voters")
                        ? answer.objects("voters").stream().map(Readiness::voter).toList()
                        : List.of(),
                answer.node().has("witnesses")
                        ? answer.objects("witnesses").stream().map(Readiness::witness).toList()
                        : List.of());
    }

    private static Sequencer sequencer(Fields fields) {
        return new Sequencer(
                fields.text("replica"), fields.optionalText("leader"), fields.number("term"));
    }

    private static Voter voter(Fields fields) {
        return new Voter(
                fields.text("name"),
                fields.text("kind"),
                fields.text("state"),
                fields.number("signed"),
                fields.number("behind"),
                fields.optionalText("problem"));
    }

    private static Witness witness(Fields fields) {
        return new Witness(
                fields.text("name"), fields.number("behind"), fields.optionalText("problem"));
    }

    private static Check of(Fields check) {
        return new Check(check.text("name"), check.flag("ok"), check.text("reason"));
    }
}
