package record

import (
	"context"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/problem"
	"sealwright.dev/terraform/provider/internal/service"
)

// Lister lists the resources of a kind, so that what exists can be searched and imported.
type Lister[M, B, A any] struct{ Resource[M, B, A] }

// NewLister is the list resource of a kind.
func NewLister[M, B, A any](kind Kind[M, B, A]) *Lister[M, B, A] {
	return &Lister[M, B, A]{Resource[M, B, A]{kind: kind}}
}

// ListResourceConfigSchema implements list.ListResource.
func (l *Lister[M, B, A]) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, response *list.ListResourceSchemaResponse) {
	attributes := map[string]listschema.Attribute{}
	if l.kind.InOrg {
		attributes["org"] = listschema.StringAttribute{
			MarkdownDescription: "Name of the organisation.", Required: true, Validators: NameValidators(),
		}
	}
	response.Schema = listschema.Schema{MarkdownDescription: "All that the caller may see.", Attributes: attributes}
}

// List implements list.ListResource.
func (l *Lister[M, B, A]) List(ctx context.Context, request list.ListRequest, stream *list.ListResultsStream) {
	var org types.String
	var diags diag.Diagnostics
	if l.kind.InOrg {
		diags.Append(request.Config.GetAttribute(ctx, path.Root("org"), &org)...)
	}
	client := l.client(&diags)
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		l.each(ctx, client, org.ValueString(), request, push)
	}
}

// each pushes part after part, up to the limit that was asked for.
func (l *Lister[M, B, A]) each(ctx context.Context, client *api.Client, org string, request list.ListRequest, push func(list.ListResult) bool) {
	left := request.Limit
	for item, err := range service.Pages[A](func(cursor *string) (*http.Response, error) {
		return l.kind.List(ctx, client, org, cursor)
	}) {
		if err != nil {
			push(list.ListResult{Diagnostics: problem.Diagnostics("Cannot list "+l.kind.typeName(), err)})
			return
		}
		if left == 0 || !push(l.result(ctx, request, Place{Org: org, Name: l.kind.Name(item)}, item)) {
			return
		}
		left--
	}
}

func (l *Lister[M, B, A]) result(ctx context.Context, request list.ListRequest, place Place, item A) list.ListResult {
	result := request.NewListResult(ctx)
	result.DisplayName = importID(place)
	l.identify(ctx, place, kept{diags: &result.Diagnostics, identity: result.Identity})
	if !request.IncludeResource {
		return result
	}
	var model M
	if l.kind.InOrg {
		result.Diagnostics.Append(result.Resource.SetAttribute(ctx, path.Root("org"), place.Org)...)
	}
	result.Diagnostics.Append(result.Resource.SetAttribute(ctx, path.Root("name"), place.Name)...)
	result.Diagnostics.Append(result.Resource.Get(ctx, &model)...)
	result.Diagnostics.Append(l.kind.Show(ctx, item, &model)...)
	result.Diagnostics.Append(result.Resource.Set(ctx, model)...)
	return result
}
