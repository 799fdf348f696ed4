package functions

import (
	"strings"
	"testing"
)

func TestASPIFFEIDIsMadeOfItsParts(t *testing.T) {
	const tag, id = "00112233445566778899aabbccddeeff", "01a217a6-27b2-7000-b123-9225d8ea7929"
	for name, test := range map[string]struct{ domain, tag, sandbox, want string }{
		"as it is":               {"sealwright.local", tag, id, "spiffe://sealwright.local/org/" + tag + "/sandbox/" + id},
		"upper-case letters":     {"sealwright.local", tag, strings.ToUpper(id), "spiffe://sealwright.local/org/" + tag + "/sandbox/" + id},
		"a domain with a slash":  {"a/b", tag, id, ""},
		"a tag too short":        {"a", tag[1:], id, ""},
		"a UUID in another form": {"a", tag, "urn:uuid:" + id, ""},
		"a UUID without hyphens": {"a", tag, strings.ReplaceAll(id, "-", ""), ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := spiffeID(test.domain, test.tag, test.sandbox); got != test.want || (err == nil) != (test.want != "") {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}

func TestWhatIsNoCertificateHasNoFingerprint(t *testing.T) {
	for _, text := range []string{"", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"} {
		if got, err := rootFingerprint(text); err == nil {
			t.Errorf("%q has %q", text, got)
		}
	}
}

func TestWhatIsNotEncodedAsItShouldBeIsSaid(t *testing.T) {
	pin := strings.Repeat("ab", 32)
	for want, arguments := range map[string][4]string{
		"root fingerprint": {"x", "AA", "AA", ""},
		"the anchors":      {pin, "!", "AA", ""},
		"the leaf":         {pin, "AA", "!", ""},
		"does not hold":    {pin, "AA", "AA", ""},
	} {
		if _, err := verifyReceipt(arguments[0], arguments[1], arguments[2], arguments[3]); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
}
