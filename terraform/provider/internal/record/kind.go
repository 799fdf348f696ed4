// Package record is what all declarative resources of the API have in common: a name that their owner chose, versions
// with entity tags, a PUT that creates or replaces, and the ways in which an interrupted apply is taken up again.
package record

import (
	"context"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"sealwright.dev/terraform/provider/internal/api"
)

// Place is where a resource stands. Organisations stand in none.
type Place struct {
	Org  string
	Name string
}

// Send is one request of the generated client.
type Send func(ctx context.Context, client *api.Client, place Place, edits ...api.RequestEditorFn) (*http.Response, error)

// Kind is one declarative resource: its Terraform model M, the body B that is written, the answer A that is shown.
type Kind[M, B, A any] struct {
	// Type is the name behind "sealwright_".
	Type string
	// Schema declares the attributes of M.
	Schema schema.Schema
	// InOrg says that resources of the kind stand in an organisation.
	InOrg bool
	// Opaque says that the service never shows all of what was written, so that two resources that look alike may differ.
	Opaque bool

	// Assumed are attributes that an import takes for granted, since the service does not show them.
	Assumed map[string]any

	// Place is where a model stands.
	Place func(model M) Place
	// Body is what is written. Write-only values stand in config alone.
	Body func(ctx context.Context, plan, config M) (B, diag.Diagnostics)
	// Show puts an answer into a model.
	Show func(ctx context.Context, answer A, model *M) diag.Diagnostics

	// Ending says why what stands there is as good as gone, and what to do; empty when it is not. Nil for kinds that end at once.
	Ending func(answer A) string
	// Protected says why a resource is not deleted, and what to do; empty when it is. Nil for kinds without protection.
	Protected func(state M) string

	Put    func(ctx context.Context, client *api.Client, place Place, body B, edits ...api.RequestEditorFn) (*http.Response, error)
	Get    Send
	Delete Send
	// Check lets the service validate what would be written; nil when there is nothing to check beyond the schema.
	Check func(ctx context.Context, client *api.Client, place Place, body B) (*http.Response, error)
	// List is one part of the list of an organisation's resources, and Name that of one of them.
	List func(ctx context.Context, client *api.Client, org string, cursor *string) (*http.Response, error)
	Name func(answer A) string
}

func (k Kind[M, B, A]) typeName() string { return "sealwright_" + k.Type }
