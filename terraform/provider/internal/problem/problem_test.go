package problem

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

func answer(status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Header: http.Header{"Sealwright-Request-Id": {"r-7"}}, Body: io.NopCloser(strings.NewReader(body)),
	}
}

func TestARefusalNamesItsRuleAndItsRequest(t *testing.T) {
	problem := Of(answer(409, `{"type":"urn:sealwright:problem:conflict","title":"It conflicts","status":409,"detail":"Still needed by: x"}`))
	if got, want := problem.Error(), "It conflicts (HTTP 409, rule conflict): Still needed by: x\nRequest r-7"; got != want {
		t.Errorf("%q", got)
	}
	if !Is(fmt.Errorf("around: %w", problem), 409) || Is(problem, 412) || Is(errors.New("x"), 409) {
		t.Error("a refusal is told by its status")
	}
}

func TestWhatIsNoProblemDocumentIsOneWithoutARule(t *testing.T) {
	for _, body := range []string{"", "<html>secret</html>", `{"type":"about:blank","detail":"x"}`, "[]"} {
		problem := Of(answer(502, body))
		if problem.Status != 502 || problem.Slug() != "" || strings.Contains(problem.Error(), "secret") {
			t.Errorf("%q reads as %v", body, problem)
		}
	}
}

func TestWrongFieldsAreShownAtTheirAttributes(t *testing.T) {
	problem := Of(answer(422, `{"type":"urn:sealwright:problem:invalid-request","title":"T","errors":[
		{"pointer":"/network/methods/0","message":"too short"},{"pointer":"name","message":"too long"},{"pointer":"","message":"odd"}]}`))
	var at []string
	for _, each := range Diagnostics("Cannot", problem) {
		if with, ok := each.(diag.DiagnosticWithPath); ok {
			at = append(at, with.Path().String())
		} else {
			at = append(at, "-")
		}
		if !strings.Contains(each.Detail(), "rule invalid-request") {
			t.Errorf("%q names no rule", each.Detail())
		}
	}
	if got := strings.Join(at, " "); got != "network.methods name -" {
		t.Errorf("at %s", got)
	}
}

func TestAWriteIsUndecidedUnlessTheServiceRefusedIt(t *testing.T) {
	for want, err := range map[bool]error{false: Of(answer(409, "")), true: Of(answer(503, ""))} {
		if Undecided(err) != want {
			t.Errorf("%v", err)
		}
	}
	if Undecided(nil) || !Undecided(errors.New("the line is cut")) {
		t.Error("a broken line decides nothing")
	}
}
