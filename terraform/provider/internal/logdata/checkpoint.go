package logdata

import (
	"context"
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/connected"
	"sealwright.dev/terraform/provider/internal/problem"
	"sealwright.dev/terraform/provider/internal/service"
	"sealwright.dev/terraform/provider/internal/shown"
	"sealwright.dev/terraform/provider/internal/tlog"
)

// Checkpoint is the data source sealwright_checkpoint.
type Checkpoint struct{ connected.DataSource }

// NewCheckpoint is the data source sealwright_checkpoint.
func NewCheckpoint() datasource.DataSource {
	return &Checkpoint{connected.NewDataSource("sealwright_checkpoint")}
}

type checkpointModel struct {
	Earlier types.String `tfsdk:"earlier"`
	Origin  types.String `tfsdk:"origin"`
	Size    types.Int64  `tfsdk:"size"`
	Root    types.String `tfsdk:"root"`
	Note    types.String `tfsdk:"note"`
}

// Schema implements datasource.DataSource.
func (c *Checkpoint) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	response.Schema = schema.Schema{
		MarkdownDescription: "The last signed head of the log. It is read only if a quorum of the voters that the anchors name " +
			"signed it and, where an earlier one is given, if it continues that one: a log that was rolled back or rewritten is " +
			"an error. Made for `check` blocks.",
		Attributes: map[string]schema.Attribute{
			"earlier": schema.StringAttribute{
				MarkdownDescription: "A `note` that was read before.",
				Optional:            true,
			},
			"origin": shown.Text("Of the log: `<host>/log/<epoch>`."),
			"size":   shown.Number("Leaves in the log."),
			"root":   shown.Text("base64 of the root over them (RFC 9162)."),
			"note":   shown.Text("The signed note (c2sp.org/tlog-checkpoint), to be kept as a later `earlier`."),
		},
	}
}

// Read implements datasource.DataSource.
func (c *Checkpoint) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	const summary = "Cannot read the checkpoint"
	var model checkpointModel
	response.Diagnostics.Append(request.Config.Get(ctx, &model)...)
	client := c.Client(&response.Diagnostics)
	_, anchors := verified(ctx, client, c.Connection(), &response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	note, _, err := service.ReadBytes(client.AuditCheckpoint(ctx))
	if err != nil {
		response.Diagnostics.Append(problem.Diagnostics(summary, err)...)
		return
	}
	checkpoint, err := tlog.VerifyCheckpoint(string(note), anchors)
	if err == nil && !model.Earlier.IsNull() {
		err = continues(ctx, client, model.Earlier.ValueString(), checkpoint, anchors)
	}
	if err != nil {
		response.Diagnostics.AddError(summary, err.Error())
		return
	}
	model.Origin = types.StringValue(checkpoint.Origin)
	model.Size = types.Int64Value(checkpoint.Size)
	model.Root = types.StringValue(base64.StdEncoding.EncodeToString(checkpoint.Root[:]))
	model.Note = types.StringValue(checkpoint.Note)
	response.Diagnostics.Append(response.State.Set(ctx, model)...)
}

func continues(ctx context.Context, client *api.Client, earlier string, later *tlog.Checkpoint, anchors *tlog.Anchors) error {
	before, err := tlog.VerifyCheckpoint(earlier, anchors)
	if err != nil {
		return err
	}
	_, epoch, _ := strings.Cut(later.Origin, "/log/")
	return tlog.CheckContinues(before, later, func(path string) ([]byte, error) {
		return tile(ctx, client, "log/"+epoch+"/"+path)
	})
}

// tile reads a path with slashes of its own, which the description of an API has no words for.
func tile(ctx context.Context, client *api.Client, path string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, client.Server+path, nil)
	if err != nil {
		return nil, err
	}
	content, _, err := service.ReadBytes(client.Client.Do(request))
	return content, err
}
