package key

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/connected"
	"sealwright.dev/terraform/provider/internal/problem"
	"sealwright.dev/terraform/provider/internal/service"
	"sealwright.dev/terraform/provider/internal/shown"
)

// Encryption is the data source sealwright_encryption_key.
type Encryption struct{ connected.DataSource }

// NewEncryption is the data source sealwright_encryption_key.
func NewEncryption() datasource.DataSource {
	return &Encryption{connected.NewDataSource("sealwright_encryption_key")}
}

type encryptionModel struct {
	Org           types.String      `tfsdk:"org"`
	LatestVersion types.Int64       `tfsdk:"latest_version"`
	CreatedAt     timetypes.RFC3339 `tfsdk:"created_at"`
	Warning       types.String      `tfsdk:"warning"`
	State         types.String      `tfsdk:"state"`
	Total         types.Int64       `tfsdk:"total"`
	Done          types.Int64       `tfsdk:"done"`
	Damaged       types.Int64       `tfsdk:"damaged"`
}

// Schema implements datasource.DataSource.
func (e *Encryption) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	response.Schema = schema.Schema{
		MarkdownDescription: "The key in the HSM under which an organisation's secrets are sealed, and how far its re-encryption has come. Made for `check` blocks.",
		Attributes: map[string]schema.Attribute{
			"org":            shown.Org(),
			"latest_version": shown.Number("The version that seals; 0 while the organisation has no secret and no key."),
			"created_at":     shown.Moment("When that version was made."),
			"warning":        shown.Text("What its owner should know: that its originator-usage period ends, or ended."),
			"state":          shown.Text("`done`, `running`, or `blocked` when nothing but damaged secrets is left to be moved."),
			"total":          shown.Number("Versions of secrets that were not destroyed."),
			"done":           shown.Number("Those of them that are under the version that seals."),
			"damaged":        shown.Number("Those of the others whose ciphertext is not the one that the log names."),
		},
	}
}

// Read implements datasource.DataSource.
func (e *Encryption) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	var model encryptionModel
	response.Diagnostics.Append(request.Config.Get(ctx, &model)...)
	client := e.Client(&response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	org := model.Org.ValueString()
	answer, _, err := service.Read[api.EncryptionKey](client.GetEncryptionKey(ctx, org))
	if err != nil {
		response.Diagnostics.Append(problem.Diagnostics("Cannot read the encryption key of "+org, err)...)
		return
	}
	model.LatestVersion = types.Int64Value(answer.LatestVersion)
	model.CreatedAt = timetypes.NewRFC3339TimePointerValue(answer.CreatedAt)
	model.Warning = types.StringPointerValue(answer.Warning)
	model.State = types.StringValue(answer.Reencryption.State)
	model.Total = types.Int64Value(answer.Reencryption.Total)
	model.Done = types.Int64Value(answer.Reencryption.Done)
	model.Damaged = types.Int64Value(answer.Reencryption.Damaged)
	response.Diagnostics.Append(response.State.Set(ctx, model)...)
}
