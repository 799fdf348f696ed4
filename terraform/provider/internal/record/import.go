package record

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// ImportState implements resource.ResourceWithImportState: by identity, or by "<org>/<name>".
func (r *Resource[M, B, A]) ImportState(ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse) {
	place := Place{}
	if request.ID == "" && request.Identity != nil {
		response.Diagnostics.Append(request.Identity.GetAttribute(ctx, path.Root("name"), &place.Name)...)
		if r.kind.InOrg {
			response.Diagnostics.Append(request.Identity.GetAttribute(ctx, path.Root("org"), &place.Org)...)
		}
	} else {
		var ok bool
		if place, ok = r.parse(request.ID); !ok {
			response.Diagnostics.AddError("Cannot import a "+r.kind.typeName(), "Its import ID is "+r.form()+".")
		}
	}
	if response.Diagnostics.HasError() {
		return
	}
	into := kept{diags: &response.Diagnostics, state: &response.State, identity: response.Identity}
	r.place(ctx, place, into)
	for name, value := range r.kind.Assumed {
		response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root(name), value)...)
	}
}

func (r *Resource[M, B, A]) parse(id string) (Place, bool) {
	org, own, found := strings.Cut(id, "/")
	if !r.kind.InOrg {
		return Place{Name: id}, name.MatchString(id)
	}
	return Place{Org: org, Name: own}, found && name.MatchString(org) && name.MatchString(own)
}

func (r *Resource[M, B, A]) form() string {
	if r.kind.InOrg {
		return "<org>/<name>"
	}
	return "its name"
}

func importID(place Place) string {
	if place.Org == "" {
		return place.Name
	}
	return place.Org + "/" + place.Name
}
