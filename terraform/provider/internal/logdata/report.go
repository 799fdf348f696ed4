package logdata

import (
	"context"
	"encoding/hex"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/connected"
	"sealwright.dev/terraform/provider/internal/problem"
	"sealwright.dev/terraform/provider/internal/record"
	"sealwright.dev/terraform/provider/internal/service"
	"sealwright.dev/terraform/provider/internal/shown"
	"sealwright.dev/terraform/provider/internal/tlog"
)

// Report is the data source sealwright_report.
type Report struct{ connected.DataSource }

// NewReport is the data source sealwright_report.
func NewReport() datasource.DataSource { return &Report{connected.NewDataSource("sealwright_report")} }

type reportModel struct {
	Org          types.String      `tfsdk:"org"`
	ID           types.String      `tfsdk:"id"`
	MadeAt       timetypes.RFC3339 `tfsdk:"made_at"`
	MadeBy       types.String      `tfsdk:"made_by"`
	Sha256       types.String      `tfsdk:"sha256"`
	ReceiptIndex types.Int64       `tfsdk:"receipt_index"`
	Version      types.String      `tfsdk:"service_version"`
	Library      types.String      `tfsdk:"token_library"`
}

// Schema implements datasource.DataSource.
func (r *Report) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	response.Schema = schema.Schema{
		MarkdownDescription: "The newest compliance report. It is read only if it is authentic: its body is what its leaf commits to, and " +
			"the leaf is in the log, under the root that the provider trusts. What each of its lines proves, " +
			"`sealwright verify report` appraises. Made for `check` blocks.",
		Attributes: map[string]schema.Attribute{
			"org": schema.StringAttribute{
				MarkdownDescription: "Name of the organisation it is about; the whole service by default, which takes a role in `platform`.",
				Optional:            true,
				Validators:          record.NameValidators(),
			},
			"id":              shown.Text("UUID of the report; empty when none was made."),
			"made_at":         shown.Moment("When the service stated this."),
			"made_by":         shown.Text("User that asked for it."),
			"sha256":          shown.Text("Digest of its body in hexadecimal, as the log holds it."),
			"receipt_index":   shown.Number("Index of its leaf in the log."),
			"service_version": shown.Text("Version of the service, in its own words."),
			"token_library":   shown.Text("Library of the token, in its own words."),
		},
	}
}

// Read implements datasource.DataSource.
func (r *Report) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	var model reportModel
	response.Diagnostics.Append(request.Config.Get(ctx, &model)...)
	client := r.Client(&response.Diagnostics)
	_, anchors := verified(ctx, client, r.Connection(), &response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	if err := model.read(ctx, client, anchors); err != nil {
		response.Diagnostics.Append(problem.Diagnostics("Cannot read the report", err)...)
		return
	}
	response.Diagnostics.Append(response.State.Set(ctx, model)...)
}

func (m *reportModel) read(ctx context.Context, client *api.Client, anchors *tlog.Anchors) error {
	org := m.Org.ValueStringPointer()
	newest, err := newest(ctx, client, org)
	if err != nil || newest == nil {
		m.ID = types.StringValue("")
		return err
	}
	file, _, err := service.ReadBytes(client.GetReport(ctx, newest.ID, &api.GetReportParams{Org: org}))
	if err != nil {
		return err
	}
	report, err := tlog.VerifyReport(file, anchors)
	if err != nil {
		return err
	}
	m.ID = types.StringValue(newest.ID.String())
	m.MadeAt = timetypes.NewRFC3339TimeValue(report.Time)
	m.MadeBy = types.StringValue(newest.MadeBy)
	m.Sha256 = types.StringValue(hex.EncodeToString(report.Digest[:]))
	m.ReceiptIndex = types.Int64Value(report.Index)
	m.Version = types.StringValue(report.Version)
	m.Library = types.StringValue(report.Library)
	return nil
}

// newest is the last of the list, which is in the order in which reports were made; nil of none.
func newest(ctx context.Context, client *api.Client, org *string) (*api.ReportSummary, error) {
	var last *api.ReportSummary
	for item, err := range service.Pages[api.ReportSummary](func(cursor *string) (*http.Response, error) {
		return client.ListReports(ctx, &api.ListReportsParams{Org: org, Cursor: cursor})
	}) {
		if err != nil {
			return nil, err
		}
		last = &item
	}
	return last, nil
}
