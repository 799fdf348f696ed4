package secret

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
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
	versionType = "sealwright_secret_version"
	destroyed   = "destroyed"
)

// Version is the managed resource sealwright_secret_version.
type Version struct{ connected.Resource }

// NewVersion is the managed resource sealwright_secret_version.
func NewVersion() resource.Resource { return &Version{connected.NewResource(versionType)} }

type versionModel struct {
	Org            types.String      `tfsdk:"org"`
	Secret         types.String      `tfsdk:"secret"`
	ValueWO        types.String      `tfsdk:"value_wo"`
	ValueWOVersion types.Int64       `tfsdk:"value_wo_version"`
	Version        types.Int64       `tfsdk:"version"`
	BlobSha256     types.String      `tfsdk:"blob_sha256"`
	CreatedAt      timetypes.RFC3339 `tfsdk:"created_at"`
	ReceiptIndex   types.Int64       `tfsdk:"receipt_index"`
}

// IdentitySchema implements resource.ResourceWithIdentity.
func (v *Version) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, response *resource.IdentitySchemaResponse) {
	response.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"org":     identityschema.StringAttribute{RequiredForImport: true, Description: "Name of its organisation."},
		"secret":  identityschema.StringAttribute{RequiredForImport: true, Description: "Name of its secret."},
		"version": identityschema.Int64Attribute{RequiredForImport: true, Description: "Its number."},
	}}
}

// Schema implements resource.Resource.
func (v *Version) Schema(_ context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = schema.Schema{
		MarkdownDescription: "A value, sealed in the HSM as the next version of a secret. Destroying it destroys the ciphertext for " +
			"ever; with `create_before_destroy` the next version is there before the last one goes.",
		Attributes: map[string]schema.Attribute{
			"org":    record.OrgAttribute(),
			"secret": record.ReferenceAttribute("Name of the secret."),
			"value_wo": schema.StringAttribute{
				MarkdownDescription: "The value. Write-only: neither plan nor state hold it. A literal would stand in the plan file; a " +
					"value of an ephemeral resource or variable does not.",
				Required:   true,
				Sensitive:  true,
				WriteOnly:  true,
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"value_wo_version": schema.Int64Attribute{
				MarkdownDescription: "Change it to seal another value. An imported version counts as 1.",
				Required:            true,
				PlanModifiers:       []planmodifier.Int64{int64planmodifier.RequiresReplace()},
			},
			"version":       record.KeptNumber("Number of the version."),
			"blob_sha256":   record.KeptText("base64url of SHA-256 of the sealed blob, as the log holds it."),
			"created_at":    record.KeptMoment("When it was sealed."),
			"receipt_index": record.KeptNumber("Index of its leaf in the log."),
		},
	}
}

// Create implements resource.Resource.
func (v *Version) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	var plan, config versionModel
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	client := v.Client(&response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	org, name := plan.Org.ValueString(), plan.Secret.ValueString()
	body := api.SecretValue{Value: base64.RawURLEncoding.EncodeToString([]byte(config.ValueWO.ValueString()))}
	answer, _, err := service.Read[api.SecretVersion](client.AddSecretVersion(ctx, org, name, nil, body, service.Once()))
	if err != nil {
		response.Diagnostics.Append(problem.Diagnostics("Cannot create a "+versionType+" of "+org+"/"+name, err)...)
		return
	}
	plan.show(answer.Version, answer.BlobSha256, timetypes.NewRFC3339TimeValue(answer.CreatedAt), answer.ReceiptIndex)
	response.Diagnostics.Append(response.State.Set(ctx, plan)...)
	plan.identify(ctx, response.Identity, &response.Diagnostics)
}

func (m *versionModel) show(version int64, blob string, created timetypes.RFC3339, index int64) {
	m.ValueWO = types.StringNull()
	m.Version = types.Int64Value(version)
	m.BlobSha256 = types.StringValue(blob)
	m.CreatedAt = created
	m.ReceiptIndex = types.Int64Value(index)
}

func (m *versionModel) identify(ctx context.Context, identity *tfsdk.ResourceIdentity, diags *diag.Diagnostics) {
	if identity != nil {
		diags.Append(identity.SetAttribute(ctx, path.Root("org"), m.Org)...)
		diags.Append(identity.SetAttribute(ctx, path.Root("secret"), m.Secret)...)
		diags.Append(identity.SetAttribute(ctx, path.Root("version"), m.Version)...)
	}
}

// Read implements resource.Resource. A version that was destroyed is gone.
func (v *Version) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	var state versionModel
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	client := v.Client(&response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	state.identify(ctx, response.Identity, &response.Diagnostics)
	found, err := find(ctx, client, state)
	if err != nil && !problem.Is(err, http.StatusNotFound) {
		response.Diagnostics.Append(problem.Diagnostics("Cannot read "+state.called(), err)...)
		return
	}
	if found == nil || found.State == destroyed {
		response.State.RemoveResource(ctx)
		return
	}
	state.show(found.Version, found.BlobSha256, timetypes.NewRFC3339TimeValue(found.CreatedAt), found.ReceiptIndex)
	response.Diagnostics.Append(response.State.Set(ctx, state)...)
}

// find looks a version up in the list of its secret's; nil when it is not there.
func find(ctx context.Context, client *api.Client, of versionModel) (*api.SecretVersionSummary, error) {
	org, name := of.Org.ValueString(), of.Secret.ValueString()
	for item, err := range service.Pages[api.SecretVersionSummary](func(cursor *string) (*http.Response, error) {
		return client.ListSecretVersions(ctx, org, name, &api.ListSecretVersionsParams{Cursor: cursor})
	}) {
		if err != nil {
			return nil, err
		}
		if item.Version == of.Version.ValueInt64() {
			return &item, nil
		}
	}
	return nil, nil
}

// Update implements resource.Resource; every attribute that can be changed seals another version.
func (v *Version) Update(_ context.Context, _ resource.UpdateRequest, response *resource.UpdateResponse) {
	response.Diagnostics.AddError("A "+versionType+" cannot be changed", "Change value_wo_version to seal another value.")
}

// Delete implements resource.Resource.
func (v *Version) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	var state versionModel
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	client := v.Client(&response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	_, _, err := service.ReadBytes(client.DestroySecretVersion(ctx, state.Org.ValueString(), state.Secret.ValueString(),
		strconv.FormatInt(state.Version.ValueInt64(), 10)))
	if err != nil && !problem.Is(err, http.StatusNotFound) {
		response.Diagnostics.Append(problem.Diagnostics("Cannot delete "+state.called(), err)...)
	}
}

// ImportState implements resource.ResourceWithImportState: by identity, or by "<org>/<secret>/<version>".
func (v *Version) ImportState(ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse) {
	model := versionModel{}
	if request.ID == "" && request.Identity != nil {
		response.Diagnostics.Append(request.Identity.GetAttribute(ctx, path.Root("org"), &model.Org)...)
		response.Diagnostics.Append(request.Identity.GetAttribute(ctx, path.Root("secret"), &model.Secret)...)
		response.Diagnostics.Append(request.Identity.GetAttribute(ctx, path.Root("version"), &model.Version)...)
	} else {
		parts := strings.Split(request.ID, "/")
		number, err := strconv.ParseInt(parts[len(parts)-1], 10, 64)
		if len(parts) != 3 || err != nil || number < 1 {
			response.Diagnostics.AddError("Cannot import a "+versionType, "Its import ID is <org>/<secret>/<version>.")
			return
		}
		model = versionModel{Org: types.StringValue(parts[0]), Secret: types.StringValue(parts[1]), Version: types.Int64Value(number)}
	}
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root("org"), model.Org)...)
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root("secret"), model.Secret)...)
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root("version"), model.Version)...)
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root("value_wo_version"), int64(1))...)
	model.identify(ctx, response.Identity, &response.Diagnostics)
}

func (m *versionModel) called() string {
	return fmt.Sprintf("%s %s/%s/%d", versionType, m.Org.ValueString(), m.Secret.ValueString(), m.Version.ValueInt64())
}
