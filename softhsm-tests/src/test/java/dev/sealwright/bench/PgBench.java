package dev.sealwright.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's own pgbench with statements of ours, on tables like the service's beside them. */
final class PgBench {
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
    private static final String SCHEMA = "raw_limit";

    private final BenchService service;
    private final Path script;

    PgBench(BenchService service, String sql) throws IOException {
        this.service = service;
        this.script = Files.createTempFile("raw-limit", ".sql");
        Files.writeString(script, sql);
    }

    /**
     * Makes empty tables like these of the service; foreign keys aside, which pgbench has to do
     * without.
     */
    void copyTables(List<String> tables) throws IOException, SQLException {
        try (Connection database = service.database();
                Statement statement = database.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
            for (String table : tables) {
                statement.execute(
                        "CREATE TABLE IF NOT EXISTS "
                                + SCHEMA
                                + "."
                                + table
                                + " (LIKE public."
                                + table
                                + " INCLUDING ALL)");
            }
        }
    }

    /** Transactions a second. */
    double perSecond(int clients, int seconds, String... options) throws IOException {
        URI database = URI.create(Setting.of("SEALWRIGHT_DB_URL").substring(5));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "pgbench",
                                "--no-vacuum",
                                "--protocol=prepared",
                                "--client=" + clients,
                                "--jobs=2",
                                "--time=" + seconds,
                                "--file=" + script,
                                "--host=" + database.getHost(),
                                "--port=" + database.getPort(),
                                "--username=sealwright"));
        command.addAll(List.of(options));
        command.add(database.getPath().substring(1));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PGOPTIONS", "-c search_path=" + SCHEMA + ",public");
        builder.environment().put("PGPASSWORD", Files.readString(service.passwordFile()).strip());
        builder.redirectErrorStream(true);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher tps = TPS.matcher(output);
        if (!tps.find()) {
            throw new IOException("pgbench said: " + output);
        }
        return Double.parseDouble(tps.group(1));
    }
}
