package dev.sealwright.protocol.passkey;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the browser says was asked for. Only the form that browsers write is taken (WebAuthn Level 2
 * section 5.8.1.2, the limited verification), so that no two readers understand it differently: the
 * four members in this order, and after them whatever a later browser adds.
 *
 * @param challenge what was to be signed
 * @param origin of the page that asked
 */
record ClientData(Bytes challenge, String origin) {
    static final int MAX_SIZE = 768;

    private static final Pattern FORM =
            Pattern.compile(
                    "\\{\"type\":\"webauthn\\.get\",\"challenge\":\"([A-Za-z0-9_-]{1,128})\","
                            + "\"origin\":\"([!#-\\[\\]-~]{1,300})\",\"crossOrigin\":false"
                            + "(?:\\}|,\"[^\\r\\n]*\\})");

    /**
     * @throws MalformedException for anything but an assertion that a page of its own origin asked
     *     for
     */
    static ClientData parse(Bytes json) {
        if (json.size() > MAX_SIZE) {
            throw new MalformedException("client data of more than " + MAX_SIZE + " bytes");
        }
        Matcher form = FORM.matcher(json.text());
        if (!form.matches()) {
            throw new MalformedException("not the client data of an assertion");
        }
        return new ClientData(Bytes.fromBase64Url(form.group(1)), form.group(2));
    }

    /** Whether a page of this origin may ask for passkeys of the relying party. */
    boolean isOf(String relyingParty) {
        String party = Pattern.quote(relyingParty);
        return relyingParty.equals("localhost")
                ? origin.matches("https?://localhost(:[0-9]{1,5})?")
                : origin.matches("https://([a-z0-9-]{1,63}\\.)*" + party + "(:[0-9]{1,5})?");
    }
}
