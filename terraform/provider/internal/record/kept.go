package record

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

// tagKey is where the entity tag of what was read last stands in the private state.
const tagKey = "etag"

// kept is the part of a response in which Terraform keeps what it learnt.
type kept struct {
	diags    *diag.Diagnostics
	state    *tfsdk.State
	identity *tfsdk.ResourceIdentity
	private  setter
}

type setter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// keep puts an answer into state, identity and private state.
func (r *Resource[M, B, A]) keep(ctx context.Context, answer A, tag string, model *M, into kept) {
	into.diags.Append(r.kind.Show(ctx, answer, model)...)
	if into.diags.HasError() {
		return
	}
	into.diags.Append(into.state.Set(ctx, model)...)
	r.identify(ctx, r.kind.Place(*model), into)
	quoted, err := json.Marshal(tag)
	if err != nil {
		into.diags.AddError("The entity tag cannot be kept", err.Error())
		return
	}
	into.diags.Append(into.private.SetKey(ctx, tagKey, quoted)...)
}

// place puts no more than the place of a resource into state and identity.
func (r *Resource[M, B, A]) place(ctx context.Context, place Place, into kept) {
	into.diags.Append(into.state.SetAttribute(ctx, path.Root("name"), place.Name)...)
	if r.kind.InOrg {
		into.diags.Append(into.state.SetAttribute(ctx, path.Root("org"), place.Org)...)
	}
	r.identify(ctx, place, into)
}

func (r *Resource[M, B, A]) identify(ctx context.Context, place Place, into kept) {
	if into.identity == nil {
		return
	}
	into.diags.Append(into.identity.SetAttribute(ctx, path.Root("name"), place.Name)...)
	if r.kind.InOrg {
		into.diags.Append(into.identity.SetAttribute(ctx, path.Root("org"), place.Org)...)
	}
}

// tagOf is the entity tag of what was read last; empty if none was kept.
func tagOf(ctx context.Context, private getter, diags *diag.Diagnostics) string {
	var tag string
	raw, more := private.GetKey(ctx, tagKey)
	diags.Append(more...)
	if len(raw) > 0 && json.Unmarshal(raw, &tag) != nil {
		diags.AddError("The private state is damaged", "Its entity tag is not a JSON string; refresh and plan again.")
	}
	return tag
}

type getter interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}
