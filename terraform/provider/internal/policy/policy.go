// Package policy declares what agents may do.
package policy

import (
	"context"
	"fmt"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/record"
)

// Model is a policy in Terraform.
type Model struct {
	record.Columns
	Network    types.Object `tfsdk:"network"`
	Filesystem types.Object `tfsdk:"filesystem"`
	Tools      types.Object `tfsdk:"tools"`
	Budgets    types.Map    `tfsdk:"budgets"`
	TTLSeconds types.Int64  `tfsdk:"ttl_seconds"`
}

type network struct {
	AllowedHosts types.Set `tfsdk:"allowed_hosts"`
	Methods      types.Set `tfsdk:"methods"`
}

type filesystem struct {
	ReadOnly types.Set `tfsdk:"read_only"`
	Writable types.Set `tfsdk:"writable"`
}

type tools struct {
	Allow           types.Set `tfsdk:"allow"`
	Block           types.Set `tfsdk:"block"`
	RedactArguments types.Set `tfsdk:"redact_arguments"`
	RequireApproval types.Set `tfsdk:"require_approval"`
}

// Kind is the resource sealwright_policy.
func Kind() record.Kind[Model, api.Policy, api.PolicyAnswer] {
	return record.Kind[Model, api.Policy, api.PolicyAnswer]{
		Type:   "policy",
		Schema: definition(),
		InOrg:  true,
		Place:  func(model Model) record.Place { return model.Place() },
		Body:   body,
		Show:   show,
		Put: func(ctx context.Context, client *api.Client, place record.Place, body api.Policy, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.PutPolicy(ctx, place.Org, place.Name, nil, body, edits...)
		},
		Get: func(ctx context.Context, client *api.Client, place record.Place, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.GetPolicy(ctx, place.Org, place.Name, edits...)
		},
		Delete: func(ctx context.Context, client *api.Client, place record.Place, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.DeletePolicy(ctx, place.Org, place.Name, nil, edits...)
		},
		Check: func(ctx context.Context, client *api.Client, place record.Place, body api.Policy) (*http.Response, error) {
			return client.ValidatePolicy(ctx, place.Name, body)
		},
		List: func(ctx context.Context, client *api.Client, org string, cursor *string) (*http.Response, error) {
			return client.ListPolicies(ctx, org, &api.ListPoliciesParams{Cursor: cursor})
		},
		Name: func(answer api.PolicyAnswer) string { return answer.Name },
	}
}

func body(ctx context.Context, plan, _ Model) (api.Policy, diag.Diagnostics) {
	var diags diag.Diagnostics
	var net network
	var files filesystem
	var tool tools
	budgets := map[string]int64{}
	diags.Append(plan.Network.As(ctx, &net, basetypes.ObjectAsOptions{})...)
	diags.Append(plan.Filesystem.As(ctx, &files, basetypes.ObjectAsOptions{})...)
	diags.Append(plan.Tools.As(ctx, &tool, basetypes.ObjectAsOptions{})...)
	diags.Append(plan.Budgets.ElementsAs(ctx, &budgets, false)...)
	list := func(set types.Set) *[]string {
		members := record.Strings(ctx, set, &diags)
		return &members
	}
	return api.Policy{
		Network:    &api.PolicyNetwork{AllowedHosts: list(net.AllowedHosts), Methods: list(net.Methods)},
		Filesystem: &api.PolicyFilesystem{ReadOnly: list(files.ReadOnly), Writable: list(files.Writable)},
		Tools: &api.PolicyTools{
			Allow: list(tool.Allow), Block: list(tool.Block),
			RedactArguments: list(tool.RedactArguments), RequireApproval: list(tool.RequireApproval),
		},
		Budgets:    &budgets,
		TTLSeconds: plan.TTLSeconds.ValueInt64Pointer(),
	}, diags
}

func show(ctx context.Context, answer api.PolicyAnswer, model *Model) diag.Diagnostics {
	var diags diag.Diagnostics
	model.Columns.Show(answer.ID.String(), answer.Name, answer.Version, answer.ReceiptIndex)
	model.Network = section(ctx, network{
		AllowedHosts: record.SetOf(answer.Network.AllowedHosts), Methods: record.SetOf(answer.Network.Methods),
	}, &diags, "allowed_hosts", "methods")
	model.Filesystem = section(ctx, filesystem{
		ReadOnly: record.SetOf(answer.Filesystem.ReadOnly), Writable: record.SetOf(answer.Filesystem.Writable),
	}, &diags, "read_only", "writable")
	model.Tools = section(ctx, tools{
		Allow: record.SetOf(answer.Tools.Allow), Block: record.SetOf(answer.Tools.Block),
		RedactArguments: record.SetOf(answer.Tools.RedactArguments), RequireApproval: record.SetOf(answer.Tools.RequireApproval),
	}, &diags, "allow", "block", "redact_arguments", "require_approval")
	budgets, more := types.MapValueFrom(ctx, types.Int64Type, answer.Budgets)
	diags.Append(more...)
	model.Budgets = budgets
	model.TTLSeconds = types.Int64Value(answer.TTLSeconds)
	if len(answer.Approvals) > 0 {
		diags.AddWarning("Hosts wait for a signature before they get sealwright_policy "+answer.Name, fmt.Sprintf(
			"The policy is stored. An authority key of its organisation has to sign the approvals %v: sealwright approvals sign.", answer.Approvals))
	}
	return diags
}

func section(ctx context.Context, value any, diags *diag.Diagnostics, names ...string) types.Object {
	object, more := types.ObjectValueFrom(ctx, sets(names...), value)
	diags.Append(more...)
	return object
}
