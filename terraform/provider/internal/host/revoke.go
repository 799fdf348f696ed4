package host

import (
	"context"

	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/connected"
	"sealwright.dev/terraform/provider/internal/problem"
	"sealwright.dev/terraform/provider/internal/record"
	"sealwright.dev/terraform/provider/internal/service"
)

// Revoke is the action sealwright_revoke_host.
type Revoke struct{ connected.Action }

// NewRevoke is the action sealwright_revoke_host.
func NewRevoke() action.Action { return &Revoke{connected.NewAction("sealwright_revoke_host")} }

type revokeModel struct {
	Org       types.String `tfsdk:"org"`
	SandboxID types.String `tfsdk:"sandbox_id"`
	Reason    types.String `tfsdk:"reason"`
}

// Schema implements action.Action.
func (r *Revoke) Schema(_ context.Context, _ action.SchemaRequest, response *action.SchemaResponse) {
	response.Schema = schema.Schema{
		MarkdownDescription: "Ends a host's rights, at once and for good. The reason is kept beside the log; the log holds its hash.",
		Attributes: map[string]schema.Attribute{
			"org":        schema.StringAttribute{MarkdownDescription: "Name of the organisation.", Required: true, Validators: record.NameValidators()},
			"sandbox_id": schema.StringAttribute{MarkdownDescription: "UUID of the host.", Required: true},
			"reason": schema.StringAttribute{
				MarkdownDescription: "Why.", Required: true, Validators: []validator.String{stringvalidator.LengthBetween(1, 500)},
			},
		},
	}
}

// Invoke implements action.Action.
func (r *Revoke) Invoke(ctx context.Context, request action.InvokeRequest, response *action.InvokeResponse) {
	var model revokeModel
	response.Diagnostics.Append(request.Config.Get(ctx, &model)...)
	sandbox, err := uuid.Parse(model.SandboxID.ValueString())
	if err != nil {
		response.Diagnostics.AddAttributeError(path.Root("sandbox_id"), "Cannot revoke the host", "A sandbox id is a UUID.")
	}
	client := r.Client(&response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	org := model.Org.ValueString()
	body := api.Revocation{Reason: model.Reason.ValueString()}
	receipt, _, err := service.Read[api.RevocationReceipt](client.RevokeHost(ctx, org, sandbox, nil, body, service.Once()))
	if err != nil {
		response.Diagnostics.Append(problem.Diagnostics("Cannot revoke host "+org+"/"+sandbox.String(), err)...)
		return
	}
	response.SendProgress(action.InvokeProgressEvent{Message: "Host " + receipt.SandboxID.String() + " is " + receipt.State})
}
