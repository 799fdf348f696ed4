package dev.sealwright.attestation.report;

/**
 * What is to be said of one topic.
 *
 * @param reason why the status is not another one
 */
public record Line(Topic topic, Status status, String reason) {
    /** How far a line can be believed. */
    public enum Status {
        /** It follows from signatures and hashes, under the pinned root alone. */
        PROVEN("proven"),
        /** The service, or the library of its token, says so. */
        ASSERTED("asserted"),
        /** It is not so. */
        FAILED("failed"),
        /** Nothing was at hand that could show it. */
        NOT_CHECKED("not checked");

        private final String text;

        Status(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
