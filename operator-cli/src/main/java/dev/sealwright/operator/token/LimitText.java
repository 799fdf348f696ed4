package dev.sealwright.operator.token;

import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.protocol.token.ArgumentLimit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A limit as the command line writes it: {@code search.count=1..10}, {@code search.mode=in:fast,
 * exact} or {@code search.path=under:/srv/data/}.
 *
 * @param argument what stands behind the last dot before the equals sign
 */
record LimitText(String tool, String argument, ArgumentLimit limit) {
    private static final Pattern TEXT = Pattern.compile("([^=]+)\\.([^=.]+)=(.+)");
    private static final Pattern RANGE = Pattern.compile("(-?\\d{1,18})\\.\\.(-?\\d{1,18})");
    private static final String ONE_OF = "in:";
    private static final String UNDER = "under:";

    static LimitText parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw wrong(text);
        }
        return new LimitText(parts.group(1), parts.group(2), limit(parts.group(3), text));
    }

    private static ArgumentLimit limit(String value, String text) {
        Matcher range = RANGE.matcher(value);
        if (range.matches()) {
            return new ArgumentLimit.Between(
                    Long.parseLong(range.group(1)), Long.parseLong(range.group(2)));
        }
        if (value.startsWith(ONE_OF)) {
            return ArgumentLimit.oneOf(items(value.substring(ONE_OF.length())));
        }
        if (value.startsWith(UNDER)) {
            return ArgumentLimit.under(items(value.substring(UNDER.length())));
        }
        throw wrong(text);
    }

    private static List<String> items(String text) {
        return List.of(text.split(",", -1));
    }

    private static CommandFailure wrong(String text) {
        return new CommandFailure(
                ExitCode.USAGE,
                "not a limit: " + text,
                "write TOOL.ARGUMENT=MIN..MAX, =in:A,B or =under:PREFIX,PREFIX");
    }
}
