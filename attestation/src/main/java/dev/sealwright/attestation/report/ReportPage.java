package dev.sealwright.attestation.report;

import dev.sealwright.attestation.report.Line.Status;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.leaf.Leaf;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An appraised report as one HTML page without scripts or anything fetched, to be read or printed.
 * It shows what {@link ReportJson} has and nothing else.
 */
public final class ReportPage {
    private static final String STYLE =
            """
            :root { color-scheme: light dark; --ink: #17202a; --page: #f7f8fa; --card: #ffffff; --line: #d9dee5;
              --soft: #556270; --mark: #1d5fa8; --good: #1c6b3c; --said: #6b5200; --bad: #a1221b; --none: #4a5561; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e7ebf0; --page: #12161b; --card: #1a2027;
              --line: #2f3944; --soft: #a3b0bd; --mark: #7db4f0; --good: #7fd6a0; --said: #e3c565; --bad: #f39a92;
              --none: #b3bec9; } }
            * { box-sizing: border-box; }
            body { margin: 0; padding: 1.5rem 1rem 3rem; background: var(--page); color: var(--ink);
              font: 1rem/1.5 system-ui, sans-serif; }
            main { max-width: 64rem; margin: 0 auto; padding: 1.5rem; background: var(--card);
              border: 1px solid var(--line); border-radius: .75rem; }
            h1 { margin: 0 0 .25rem; font-size: 1.5rem; line-height: 1.25; }
            h2 { margin: 2rem 0 .5rem; font-size: 1.15rem; }
            h3 { margin: 1.25rem 0 .25rem; font-size: 1rem; }
            p { margin: .5rem 0; }
            .soft { color: var(--soft); }
            .verdict { margin: 1rem 0; padding: .75rem 1rem; border: 1px solid var(--line); border-left-width: .4rem;
              border-radius: .5rem; }
            .verdict.proven { border-left-color: var(--good); } .verdict.failed { border-left-color: var(--bad); }
            table { width: 100%; border-collapse: collapse; font-size: .92rem; }
            th, td { padding: .5rem .6rem; text-align: left; vertical-align: top;
              border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
            thead th { color: var(--soft); font-weight: 600; }
            tbody th { font-weight: 600; }
            .status { white-space: nowrap; font-weight: 700; }
            .proven .status { color: var(--good); } .asserted .status { color: var(--said); }
            .failed .status { color: var(--bad); } .not-checked .status { color: var(--none); }
            .clauses { color: var(--soft); font-size: .85rem; }
            dl { margin: .25rem 0; display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr; gap: .15rem 1rem;
              font-size: .92rem; }
            dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
            code { font: .85rem/1.4 ui-monospace, monospace; }
            @media (max-width: 40rem) {
              main { padding: 1rem; }
              table, tbody, tr, th, td { display: block; width: 100%; border: 0; }
              thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
              tr { padding: .6rem 0; border-bottom: 1px solid var(--line); }
              th, td { padding: .1rem 0; }
              dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; }
            }
            @media print {
              :root { color-scheme: light; --ink: #000; --page: #fff; --card: #fff; --line: #999; --soft: #333;
                --good: #000; --said: #000; --bad: #000; --none: #000; }
              body { padding: 0; font-size: 10pt; } main { max-width: none; padding: 0; border: 0; }
              tr, dl, .verdict { break-inside: avoid; }
            }
            """;

    /** Where a word's first letter is not enough. */
    private static final Map<String, String> TITLES =
            Map.ofEntries(
                    Map.entry("sha256", "SHA-256"),
                    Map.entry("sbom_sha256", "SHA-256 of the component list"),
                    Map.entry("id", "ID"),
                    Map.entry("spki", "Public key (SPKI)"),
                    Map.entry("api_keys", "API keys"),
                    Map.entry("server_ca_expires", "Server CA expires"),
                    Map.entry("host_ca_expires", "Host CA expires"),
                    Map.entry("orgs", "organisations"),
                    Map.entry("affirmed", "Set, says the token"),
                    Map.entry("denied", "Not set, says the token"));

    private final StringBuilder out = new StringBuilder();

    private ReportPage() {}

    public static String of(AppraisedReport report) {
        var page = new ReportPage();
        page.head(report);
        page.lines(report.lines());
        page.sections(ReportJson.of(report));
        return page.out.append("</main>\n</body>\n</html>\n").toString();
    }

    private void head(AppraisedReport report) {
        out.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append(
                        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
                .append(" style-src 'unsafe-inline'\">\n")
                .append("<title>Compliance report - Sealwright</title>\n<style>\n")
                .append(STYLE)
                .append(
                        "</style>\n</head>\n<body>\n<main>\n<h1>Compliance report</h1>\n<p class=\"soft\">")
                .append(text(subject(report)))
                .append("</p>\n");
        verdict(report);
        out.append(
                        "<p class=\"soft\"><strong>Proven</strong>: it follows from signatures and hashes")
                .append(" under the pinned root. <strong>Asserted</strong>: the service or the")
                .append(
                        " token's library says so. <strong>Not checked</strong>: nothing was at hand")
                .append(
                        " that could show it. A clause names what a line is evidence for, never that")
                .append(" the clause is met.</p>\n");
    }

    private static String subject(AppraisedReport report) {
        Statement statement = report.report().statement();
        String about =
                statement.org().equals(Leaf.NO_ORG)
                        ? "the whole service"
                        : "the organisation "
                                + statement.organisations().stream()
                                        .map(Statement.Organisation::name)
                                        .findFirst()
                                        .orElse("");
        return "About "
                + about
                + ", made "
                + statement.time()
                + ", checked "
                + report.checkedAt().truncatedTo(ChronoUnit.SECONDS)
                + ", log "
                + report.report().leaf().origin()
                + " entry "
                + report.report().leaf().index()
                + ".";
    }

    private void verdict(AppraisedReport report) {
        out.append("<p class=\"verdict ")
                .append(report.holds() ? "proven" : "failed")
                .append("\"><strong>")
                .append(
                        report.holds()
                                ? "The report is authentic."
                                : "Authentic, but not in order.")
                .append("</strong> ")
                .append(report.count(Status.PROVEN))
                .append(" proven, ")
                .append(report.count(Status.ASSERTED))
                .append(" asserted, ")
                .append(report.count(Status.FAILED))
                .append(" failed, ")
                .append(report.count(Status.NOT_CHECKED))
                .append(" not checked.</p>\n");
    }

    private void lines(List<Line> lines) {
        out.append(
                        "<h2 id=\"lines\">Line by line</h2>\n<table aria-labelledby=\"lines\">\n<thead><tr>")
                .append("<th scope=\"col\">Line</th><th scope=\"col\">Status</th>")
                .append(
                        "<th scope=\"col\">Why</th><th scope=\"col\">Bears on</th></tr></thead>\n<tbody>\n");
        for (Line line : lines) {
            out.append("<tr class=\"")
                    .append(line.status().text().replace(' ', '-'))
                    .append("\"><th scope=\"row\">")
                    .append(text(line.topic().title()))
                    .append("</th><td class=\"status\">")
                    .append(text(line.status().text()))
                    .append("</td><td>")
                    .append(text(line.reason()))
                    .append("</td><td class=\"clauses\">")
                    .append(text(String.join(", ", line.topic().clauses())))
                    .append("</td></tr>\n");
        }
        out.append("</tbody>\n</table>\n");
    }

    /** What the report states, section by section as in the JSON form. */
    private void sections(JsonValue.Obj json) {
        for (String name : List.of("log", "anchors", "token", "keys", "build", "orgs")) {
            json.get(name)
                    .ifPresent(
                            value -> {
                                out.append("<h2>").append(text(title(name))).append("</h2>\n");
                                section(value, name);
                            });
        }
    }

    private void section(JsonValue value, String name) {
        switch (value) {
            case JsonValue.Arr(List<JsonValue> items) -> {
                for (JsonValue item : items) {
                    out.append("<h3>").append(text(heading(item, name))).append("</h3>\n");
                    section(item, name);
                }
            }
            case JsonValue.Obj object -> {
                out.append("<dl>\n");
                object.members().forEach(this::member);
                out.append("</dl>\n");
            }
            default -> out.append("<p>").append(text(plain(value))).append("</p>\n");
        }
    }

    private void member(String name, JsonValue value) {
        out.append("<dt>")
                .append(text(title(name)))
                .append("</dt><dd>")
                .append(text(plain(value)))
                .append("</dd>\n");
    }

    private static String heading(JsonValue item, String otherwise) {
        if (item instanceof JsonValue.Obj object) {
            for (String name : List.of("name", "label")) {
                if (object.get(name).orElse(new JsonValue.Null()) instanceof JsonValue.Str(String s)
                        && !s.isEmpty()) {
                    return s;
                }
            }
        }
        return otherwise.equals("orgs") ? "Leaves of no organisation" : otherwise;
    }

    /** One value on one line. */
    private static String plain(JsonValue value) {
        return switch (value) {
            case JsonValue.Str(String text) -> text.isEmpty() ? "–" : text;
            case JsonValue.Num number -> number.value().toPlainString();
            case JsonValue.Bool(boolean flag) -> flag ? "yes" : "no";
            case JsonValue.Null _ -> "–";
            case JsonValue.Arr(List<JsonValue> items) ->
                    items.isEmpty()
                            ? "none"
                            : String.join("; ", items.stream().map(ReportPage::plain).toList());
            case JsonValue.Obj object ->
                    object.members().isEmpty()
                            ? "none"
                            : String.join(
                                    ", ",
                                    object.members().entrySet().stream()
                                            .map(ReportPage::pair)
                                            .toList());
        };
    }

    private static String pair(Map.Entry<String, JsonValue> member) {
        return member.getKey().replace('_', ' ') + " " + plain(member.getValue());
    }

    private static String title(String name) {
        String words = TITLES.getOrDefault(name, name).replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
