package key

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/connected"
	"sealwright.dev/terraform/provider/internal/problem"
	"sealwright.dev/terraform/provider/internal/record"
	"sealwright.dev/terraform/provider/internal/service"
)

// Rotate is the action sealwright_rotate_key.
type Rotate struct{ connected.Action }

// NewRotate is the action sealwright_rotate_key.
func NewRotate() action.Action { return &Rotate{connected.NewAction("sealwright_rotate_key")} }

type rotateModel struct {
	Org  types.String `tfsdk:"org"`
	Name types.String `tfsdk:"name"`
}

// Schema implements action.Action.
func (r *Rotate) Schema(_ context.Context, _ action.SchemaRequest, response *action.SchemaResponse) {
	response.Schema = schema.Schema{
		MarkdownDescription: "Makes the next version of a key, which signs from then on. What the others signed verifies as before.",
		Attributes: map[string]schema.Attribute{
			"org":  schema.StringAttribute{MarkdownDescription: "Name of the organisation.", Required: true, Validators: record.NameValidators()},
			"name": schema.StringAttribute{MarkdownDescription: "Name of the key.", Required: true, Validators: record.NameValidators()},
		},
	}
}

// Invoke implements action.Action.
func (r *Rotate) Invoke(ctx context.Context, request action.InvokeRequest, response *action.InvokeResponse) {
	var model rotateModel
	response.Diagnostics.Append(request.Config.Get(ctx, &model)...)
	client := r.Client(&response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	org, name := model.Org.ValueString(), model.Name.ValueString()
	answer, _, err := service.Read[api.ClientKeyAnswer](client.RotateClientKey(ctx, org, name, nil, service.Once()))
	if err != nil {
		response.Diagnostics.Append(problem.Diagnostics("Cannot rotate key "+org+"/"+name, err)...)
		return
	}
	response.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("Version %d of key %s signs", answer.LatestVersion, name)})
}
