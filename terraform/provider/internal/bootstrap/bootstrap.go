package bootstrap

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/connected"
	"sealwright.dev/terraform/provider/internal/problem"
	"sealwright.dev/terraform/provider/internal/record"
	"sealwright.dev/terraform/provider/internal/service"
)

const (
	typeName = "sealwright_bootstrap"
	issued   = "issued"
)

var id = regexp.MustCompile(`^[A-Za-z0-9_-]{22}$`)

// Resource is the managed resource sealwright_bootstrap.
type Resource struct{ connected.Resource }

// New is the managed resource sealwright_bootstrap.
func New() resource.Resource { return &Resource{connected.NewResource(typeName)} }

type model struct {
	Org              types.String      `tfsdk:"org"`
	SandboxSpec      types.String      `tfsdk:"sandbox_spec"`
	TTLSeconds       types.Int64       `tfsdk:"ttl_seconds"`
	SeedWO           types.String      `tfsdk:"seed_wo"`
	SeedWOVersion    types.Int64       `tfsdk:"seed_wo_version"`
	ID               types.String      `tfsdk:"id"`
	State            types.String      `tfsdk:"state"`
	NotBefore        timetypes.RFC3339 `tfsdk:"nbf"`
	Expires          timetypes.RFC3339 `tfsdk:"exp"`
	BurnedAt         timetypes.RFC3339 `tfsdk:"burned_at"`
	MintedBy         types.String      `tfsdk:"minted_by"`
	Leaf             types.String      `tfsdk:"leaf"`
	Receipt          types.String      `tfsdk:"receipt"`
	ReceiptIndex     types.Int64       `tfsdk:"receipt_index"`
	InstallURLPrefix types.String      `tfsdk:"install_url_prefix"`
}

// IdentitySchema implements resource.ResourceWithIdentity.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, response *resource.IdentitySchemaResponse) {
	response.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"org": identityschema.StringAttribute{RequiredForImport: true, Description: "Name of its organisation."},
		"id":  identityschema.StringAttribute{RequiredForImport: true, Description: "22 characters of base64url."},
	}}
}

// Schema implements resource.Resource.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = schema.Schema{
		MarkdownDescription: "A bootstrap: the right to enrol one host, once, within its time. Its secret is made by " +
			"`sealwright_bootstrap_seed`; the service is given the public key. It is a record of what was minted: it cannot be " +
			"changed, and destroying it only forgets it here.",
		Attributes: map[string]schema.Attribute{
			"org":          record.OrgAttribute(),
			"sandbox_spec": record.ReferenceAttribute("Name of the sandbox spec that the host is enrolled for."),
			"ttl_seconds": schema.Int64Attribute{
				MarkdownDescription: "How long it can be redeemed, 60 to 3600. The service's default is 900.",
				Optional:            true,
				Computed:            true,
				PlanModifiers: []planmodifier.Int64{
					int64planmodifier.UseStateForUnknown(), int64planmodifier.RequiresReplaceIfConfigured(),
				},
				Validators: []validator.Int64{int64validator.Between(60, 3600)},
			},
			"seed_wo": schema.StringAttribute{
				MarkdownDescription: "`seed` of a `sealwright_bootstrap_seed`. Write-only: neither plan nor state hold it.",
				Required:            true,
				Sensitive:           true,
				WriteOnly:           true,
			},
			"seed_wo_version": schema.Int64Attribute{
				MarkdownDescription: "Change it to mint another bootstrap. An imported one counts as version 1.",
				Required:            true,
				PlanModifiers:       []planmodifier.Int64{int64planmodifier.RequiresReplace()},
			},
			"id":                 record.KeptText("22 characters of base64url; they follow from the public key."),
			"state":              record.KeptText("`issued`, `burned` or `expired`, when it was read last."),
			"nbf":                record.KeptMoment("From when it can be redeemed."),
			"exp":                record.KeptMoment("Until when it can be redeemed."),
			"burned_at":          record.KeptMoment("When a host redeemed it."),
			"minted_by":          record.KeptText("User that minted it."),
			"leaf":               record.KeptText("base64url of its leaf in the log."),
			"receipt":            record.KeptText("Proof that the leaf is in the log (c2sp.org/tlog-proof), of when it was minted."),
			"receipt_index":      record.KeptNumber("Index of its leaf."),
			"install_url_prefix": record.KeptText("The install URL without its secret: a `#` and the seed's `url_fragment` complete it."),
		},
	}
}

// Create implements resource.Resource.
func (r *Resource) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	var plan, config model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	client := r.Client(&response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	seed, err := parseSeed(config.SeedWO.ValueString())
	if err != nil {
		response.Diagnostics.AddAttributeError(path.Root("seed_wo"), "Cannot create "+typeName, err.Error())
		return
	}
	public := publicKey(seed)
	clear(seed)
	body := api.MintBootstrap{
		SandboxSpec: plan.SandboxSpec.ValueString(),
		PublicKey:   base64.RawURLEncoding.EncodeToString(public),
	}
	if !plan.TTLSeconds.IsNull() && !plan.TTLSeconds.IsUnknown() {
		ttl := int32(plan.TTLSeconds.ValueInt64()) //nolint:gosec // at most 3600
		body.TTLSeconds = &ttl
	}
	answer, _, err := service.Read[api.Bootstrap](client.MintBootstrap(ctx, plan.Org.ValueString(), nil, body, service.Once()))
	if err != nil {
		response.Diagnostics.Append(problem.Diagnostics("Cannot create "+called(plan.Org.ValueString(), idOf(public)), err)...)
		if problem.Undecided(err) {
			// It may be minted. Kept as tainted, it is not lost from sight; the next apply mints one with a seed of its own.
			response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root("org"), plan.Org)...)
			response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root("id"), idOf(public))...)
		}
		return
	}
	plan.show(answer)
	response.Diagnostics.Append(response.State.Set(ctx, plan)...)
	identify(ctx, plan, response.Identity, &response.Diagnostics)
}

// Read implements resource.Resource.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	var state model
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	client := r.Client(&response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	identify(ctx, state, response.Identity, &response.Diagnostics)
	org, name := state.Org.ValueString(), state.ID.ValueString()
	answer, _, err := service.Read[api.Bootstrap](client.GetBootstrap(ctx, org, name))
	if problem.Is(err, http.StatusNotFound) {
		response.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		response.Diagnostics.Append(problem.Diagnostics("Cannot read "+called(org, name), err)...)
		return
	}
	state.show(answer)
	response.Diagnostics.Append(response.State.Set(ctx, state)...)
}

// Update implements resource.Resource; every attribute that can be changed makes a new bootstrap.
func (r *Resource) Update(_ context.Context, _ resource.UpdateRequest, response *resource.UpdateResponse) {
	response.Diagnostics.AddError("A "+typeName+" cannot be changed", "Change seed_wo_version to mint another.")
}

// Delete implements resource.Resource. The service keeps what was minted.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	var state model
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	if response.Diagnostics.HasError() || state.State.ValueString() != issued {
		return
	}
	expires, diags := state.Expires.ValueRFC3339Time()
	response.Diagnostics.Append(diags...)
	if time.Now().Before(expires) {
		response.Diagnostics.AddWarning(called(state.Org.ValueString(), state.ID.ValueString())+" is forgotten here only",
			"Whoever holds its URL can redeem it until "+state.Expires.ValueString()+".")
	}
}

// ImportState implements resource.ResourceWithImportState: by identity, or by "<org>/<id>".
func (r *Resource) ImportState(ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse) {
	var org, name string
	if request.ID == "" && request.Identity != nil {
		response.Diagnostics.Append(request.Identity.GetAttribute(ctx, path.Root("org"), &org)...)
		response.Diagnostics.Append(request.Identity.GetAttribute(ctx, path.Root("id"), &name)...)
	} else {
		org, name, _ = strings.Cut(request.ID, "/")
	}
	if org == "" || !id.MatchString(name) {
		response.Diagnostics.AddError("Cannot import a "+typeName, "Its import ID is <org>/<id>.")
	}
	if response.Diagnostics.HasError() {
		return
	}
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root("org"), org)...)
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root("id"), name)...)
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root("seed_wo_version"), int64(1))...)
	identify(ctx, model{Org: types.StringValue(org), ID: types.StringValue(name)}, response.Identity, &response.Diagnostics)
}

// show keeps the receipt of the minting: one that is made later says the same over a larger tree.
func (m *model) show(answer api.Bootstrap) {
	m.ID = types.StringValue(answer.ID)
	m.SandboxSpec = types.StringValue(answer.SandboxSpec)
	m.State = types.StringValue(answer.State)
	m.NotBefore = timetypes.NewRFC3339TimeValue(answer.Nbf)
	m.Expires = timetypes.NewRFC3339TimeValue(answer.Exp)
	m.BurnedAt = timetypes.NewRFC3339TimePointerValue(answer.BurnedAt)
	m.MintedBy = types.StringValue(answer.MintedBy)
	m.InstallURLPrefix = types.StringValue(answer.InstallURLPrefix)
	m.SeedWO = types.StringNull()
	if m.TTLSeconds.IsNull() || m.TTLSeconds.IsUnknown() {
		m.TTLSeconds = types.Int64Value(int64(answer.Exp.Sub(answer.Nbf).Seconds()))
	}
	if m.Receipt.IsNull() || m.Receipt.IsUnknown() {
		m.Leaf = types.StringValue(answer.Leaf)
		m.Receipt = types.StringValue(answer.Receipt)
		m.ReceiptIndex = types.Int64Value(answer.ReceiptIndex)
	}
}

func identify(ctx context.Context, of model, identity *tfsdk.ResourceIdentity, diags *diag.Diagnostics) {
	if identity != nil {
		diags.Append(identity.SetAttribute(ctx, path.Root("org"), of.Org)...)
		diags.Append(identity.SetAttribute(ctx, path.Root("id"), of.ID)...)
	}
}

func called(org, name string) string {
	return fmt.Sprintf("%s %s/%s", typeName, org, name)
}
