// Package problem reads RFC 9457 problem documents and turns them into what Terraform shows.
package problem

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

const (
	prefix  = "urn:sealwright:problem:"
	maxBody = 64 << 10
)

// Problem is a refusal of the service.
type Problem struct {
	Type      string       `json:"type"`
	Title     string       `json:"title"`
	Status    int          `json:"status"`
	Detail    string       `json:"detail"`
	RequestID string       `json:"request_id"`
	Errors    []FieldError `json:"errors"`
}

// FieldError says where in a request something is wrong, by RFC 6901 JSON pointer.
type FieldError struct {
	Pointer string `json:"pointer"`
	Message string `json:"message"`
}

// Of reads the refusal that an answer is. Whatever an intermediary sends instead becomes one without a rule.
func Of(response *http.Response) *Problem {
	var problem Problem
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody))
	if err != nil || json.Unmarshal(body, &problem) != nil || !strings.HasPrefix(problem.Type, prefix) {
		problem = Problem{Title: "the answer explains nothing"}
	}
	problem.Status = response.StatusCode
	if problem.RequestID == "" {
		problem.RequestID = response.Header.Get("Sealwright-Request-Id")
	}
	return &problem
}

// Slug names the rule that refused, as docs/problems.md lists them.
func (p *Problem) Slug() string {
	return strings.TrimPrefix(p.Type, prefix)
}

func (p *Problem) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s (HTTP %d", p.Title, p.Status)
	if slug := p.Slug(); slug != "" {
		text.WriteString(", rule " + slug)
	}
	text.WriteString(")")
	if p.Detail != "" {
		text.WriteString(": " + p.Detail)
	}
	for _, each := range p.Errors {
		if each.Message != p.Detail {
			fmt.Fprintf(&text, "\n%s: %s", each.Pointer, each.Message)
		}
	}
	if p.RequestID != "" {
		text.WriteString("\nRequest " + p.RequestID)
	}
	return text.String()
}

// Is tells whether err is a refusal with that status.
func Is(err error, status int) bool {
	var problem *Problem
	return errors.As(err, &problem) && problem.Status == status
}

// Undecided tells whether a write that ended in err may still have taken effect.
func Undecided(err error) bool {
	var problem *Problem
	return err != nil && (!errors.As(err, &problem) || problem.Status >= http.StatusInternalServerError)
}

// Diagnostics show err under what was tried; wrong fields are shown at their attributes.
func Diagnostics(summary string, err error) diag.Diagnostics {
	var diags diag.Diagnostics
	var problem *Problem
	if !errors.As(err, &problem) || problem.Status != http.StatusUnprocessableEntity || len(problem.Errors) == 0 {
		diags.AddError(summary, err.Error())
		return diags
	}
	for _, each := range problem.Errors {
		detail := (&Problem{
			Type: problem.Type, Title: problem.Title, Status: problem.Status, RequestID: problem.RequestID,
			Detail: strings.TrimPrefix(each.Pointer+": "+each.Message, ": "),
		}).Error()
		if at, ok := attribute(each.Pointer); ok {
			diags.AddAttributeError(at, summary, detail)
		} else {
			diags.AddError(summary, detail)
		}
	}
	return diags
}

// attribute is where a JSON pointer leads in a configuration, as far as its steps have names.
func attribute(pointer string) (path.Path, bool) {
	steps := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	if steps[0] == "" {
		return path.Empty(), false
	}
	at := path.Root(steps[0])
	for _, step := range steps[1:] {
		if _, err := strconv.Atoi(step); err == nil {
			break
		}
		at = at.AtName(step)
	}
	return at, true
}
