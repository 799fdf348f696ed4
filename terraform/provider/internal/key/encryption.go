package key

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/problem"
	"sealwright.dev/terraform/provider/internal/record"
	"sealwright.dev/terraform/provider/internal/service"
)

// Encryption is the data source sealwright_encryption_key.
type Encryption struct{ connection *service.Connection }

// NewEncryption is the data source sealwright_encryption_key.
func NewEncryption() datasource.DataSource { return &Encryption{} }

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

// Metadata implements datasource.DataSource.
func (e *Encryption) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = "sealwright_encryption_key"
}

// Schema implements datasource.DataSource.
func (e *Encryption) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	number := func(description string) schema.Int64Attribute {
		return schema.Int64Attribute{MarkdownDescription: description, Computed: true}
	}
	response.Schema = schema.Schema{
		MarkdownDescription: "The key in the HSM under which an organisation's secrets are sealed, and how far its re-encryption has come. Made for `check` blocks.",
		Attributes: map[string]schema.Attribute{
			"org":            schema.StringAttribute{MarkdownDescription: "Name of the organisation.", Required: true, Validators: record.NameValidators()},
			"latest_version": number("The version that seals; 0 while the organisation has no secret and no key."),
			"created_at":     schema.StringAttribute{MarkdownDescription: "When that version was made.", CustomType: timetypes.RFC3339Type{}, Computed: true},
			"warning":        schema.StringAttribute{MarkdownDescription: "What its owner should know: that its originator-usage period ends, or ended.", Computed: true},
			"state": schema.StringAttribute{
				MarkdownDescription: "`done`, `running`, or `blocked` when nothing but damaged secrets is left to be moved.",
				Computed:            true,
			},
			"total":   number("Versions of secrets that were not destroyed."),
			"done":    number("Those of them that are under the version that seals."),
			"damaged": number("Those of the others whose ciphertext is not the one that the log names."),
		},
	}
}

// Configure implements datasource.DataSourceWithConfigure.
func (e *Encryption) Configure(_ context.Context, request datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	if connection, ok := request.ProviderData.(*service.Connection); ok {
		e.connection = connection
	}
}

// Read implements datasource.DataSource.
func (e *Encryption) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	var model encryptionModel
	response.Diagnostics.Append(request.Config.Get(ctx, &model)...)
	client, err := e.connection.Client()
	if err != nil {
		response.Diagnostics.AddError("Cannot connect to the service", err.Error())
	}
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
