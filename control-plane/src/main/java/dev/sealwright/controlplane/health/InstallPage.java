package dev.sealwright.controlplane.health;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.problem.ProblemException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.swagger.v3.oas.annotations.Operation;
import java.util.regex.Pattern;

/**
 * What somebody sees who opens an install link in a browser: what to do with it. The page is the
 * same for every link, asks the service nothing about it and uses nothing up; it runs no script, so
 * the secret half of the link stays in the address bar.
 */
@Controller("/install")
public class InstallPage {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{22}");
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";
    private static final String PAGE =
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <title>Enrol a host - Sealwright</title>
            <style>
            :root { color-scheme: light dark; --ink: #17202a; --page: #f7f8fa; --card: #ffffff; --line: #d9dee5;
              --soft: #556270; --code: #eef1f5; --mark: #1d5fa8; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e7ebf0; --page: #12161b; --card: #1a2027;
              --line: #2f3944; --soft: #a3b0bd; --code: #232b34; --mark: #7db4f0; } }
            * { box-sizing: border-box; }
            body { margin: 0; padding: 1.5rem 1rem 3rem; background: var(--page); color: var(--ink);
              font: 1rem/1.55 system-ui, sans-serif; }
            main { max-width: 40rem; margin: 0 auto; padding: 1.5rem; background: var(--card);
              border: 1px solid var(--line); border-radius: .75rem; }
            h1 { margin: 0 0 .5rem; font-size: 1.4rem; line-height: 1.25; }
            p { margin: .5rem 0; }
            .soft { color: var(--soft); }
            ol { margin: 1rem 0; padding-left: 1.25rem; }
            li { margin: .75rem 0; }
            li::marker { color: var(--mark); font-weight: 600; }
            pre { margin: .5rem 0; padding: .75rem; white-space: pre-wrap; overflow-wrap: anywhere;
              background: var(--code); border-radius: .5rem; }
            code { font: .9rem/1.4 ui-monospace, monospace; }
            </style>
            </head>
            <body>
            <main>
            <h1>This link enrols one host</h1>
            <p>Opening it here has used nothing up. It works once, and only for a few minutes.</p>
            <ol>
            <li>On the machine that is to be enrolled, install <code>sealwright-host</code>.</li>
            <li>Run this, with a name of your choice for the host:
            <pre><code>sealwright-host init my-agent --enroll-url -</code></pre></li>
            <li>When it asks, paste the whole address of this page, with everything after the <code>#</code>.</li>
            <li>Start the agent:
            <pre><code>sealwright-host start my-agent --agent &lt;command&gt;</code></pre></li>
            </ol>
            <p class="soft">Treat the address like a password until it is used: whoever has it can enrol a host in
            your place. A browser may warn about this site's certificate, because hosts trust the service's own root
            and no other; the host program checks that root by itself.</p>
            </main>
            </body>
            </html>
            """;

    @Get("/{id}")
    @Produces(MediaType.TEXT_HTML)
    @On({Listener.PEOPLE, Listener.HOSTS})
    @Allow(Allow.Door.ANYONE)
    @Operation(
            operationId = "installPage",
            summary = "Instructions for whoever opens an install link")
    public HttpResponse<String> page(String id) {
        if (!ID.matcher(id).matches()) {
            throw ProblemException.notFound();
        }
        return HttpResponse.ok(PAGE)
                .header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "no-referrer");
    }
}
