package dev.sealwright.operator.health;

/**
 * What came of one line of the production checklist.
 *
 * @param line what is looked at
 * @param detail what was found, or what to do
 */
record Finding(String line, State state, String detail) {
    /** How it came out. */
    enum State {
        OK("ok"),
        /** It works, and is not what production should stand on. */
        WARNING("warning"),
        FAILED("failed"),
        /** From here it cannot be seen; the detail says who has to look. */
        NOT_CHECKED("not checked");

        private final String text;

        State(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    static Finding ok(String line, String detail) {
        return new Finding(line, State.OK, detail);
    }

    static Finding warning(String line, String detail) {
        return new Finding(line, State.WARNING, detail);
    }

    static Finding failed(String line, String detail) {
        return new Finding(line, State.FAILED, detail);
    }

    static Finding notChecked(String line, String detail) {
        return new Finding(line, State.NOT_CHECKED, detail);
    }
}
