// Package host shows the hosts of an organisation, and ends their rights.
package host

import (
	"context"
	"net/http"

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

// Hosts is the data source sealwright_hosts.
type Hosts struct{ connected.DataSource }

// NewHosts is the data source sealwright_hosts.
func NewHosts() datasource.DataSource { return &Hosts{connected.NewDataSource("sealwright_hosts")} }

type hostsModel struct {
	Org         types.String `tfsdk:"org"`
	SandboxSpec types.String `tfsdk:"sandbox_spec"`
	State       types.String `tfsdk:"state"`
	Hosts       []hostModel  `tfsdk:"hosts"`
}

type hostModel struct {
	SandboxID            string            `tfsdk:"sandbox_id"`
	SandboxSpec          string            `tfsdk:"sandbox_spec"`
	State                string            `tfsdk:"state"`
	Bootstrap            string            `tfsdk:"bootstrap"`
	EnrolledAt           timetypes.RFC3339 `tfsdk:"enrolled_at"`
	CertificateExpiresAt timetypes.RFC3339 `tfsdk:"certificate_expires_at"`
	LastSeenAt           timetypes.RFC3339 `tfsdk:"last_seen_at"`
	PolicyVersion        types.Int64       `tfsdk:"policy_version"`
}

// Schema implements datasource.DataSource.
func (h *Hosts) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	response.Schema = schema.Schema{
		MarkdownDescription: "Hosts of an organisation, in the order in which they enrolled.",
		Attributes: map[string]schema.Attribute{
			"org":          shown.Org(),
			"sandbox_spec": schema.StringAttribute{MarkdownDescription: "Those of this sandbox spec only.", Optional: true},
			"state": schema.StringAttribute{
				MarkdownDescription: "Those in this state only: `enrolling`, `enrolled`, `active`, `expired`, `quarantined` or `revoked`.", Optional: true,
			},
			"hosts": schema.ListNestedAttribute{
				MarkdownDescription: "The hosts.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"sandbox_id":             shown.Text("UUID of the host."),
					"sandbox_spec":           shown.Text("Sandbox spec that it was enrolled for."),
					"state":                  shown.Text("`enrolling`, `enrolled`, `active`, `expired`, `quarantined` or `revoked`."),
					"bootstrap":              shown.Text("Bootstrap that it redeemed."),
					"enrolled_at":            shown.Moment("When it enrolled."),
					"certificate_expires_at": shown.Moment("When its certificate expires."),
					"last_seen_at":           shown.Moment("When it sent its last heartbeat."),
					"policy_version":         shown.Number("Version of the policy that it follows."),
				}},
			},
		},
	}
}

// Read implements datasource.DataSource.
func (h *Hosts) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	var model hostsModel
	response.Diagnostics.Append(request.Config.Get(ctx, &model)...)
	client := h.Client(&response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	org := model.Org.ValueString()
	model.Hosts = []hostModel{}
	for host, err := range service.Pages[api.Host](func(cursor *string) (*http.Response, error) {
		return client.ListHosts(ctx, org, &api.ListHostsParams{Cursor: cursor})
	}) {
		if err != nil {
			response.Diagnostics.Append(problem.Diagnostics("Cannot list the hosts of "+org, err)...)
			return
		}
		if wanted(model.SandboxSpec, host.SandboxSpec) && wanted(model.State, host.State) {
			model.Hosts = append(model.Hosts, modelOf(host))
		}
	}
	response.Diagnostics.Append(response.State.Set(ctx, model)...)
}

func wanted(filter types.String, value string) bool {
	return filter.IsNull() || filter.ValueString() == value
}

func modelOf(host api.Host) hostModel {
	return hostModel{
		SandboxID: host.SandboxID.String(), SandboxSpec: host.SandboxSpec, State: host.State, Bootstrap: host.Bootstrap,
		EnrolledAt:           timetypes.NewRFC3339TimeValue(host.EnrolledAt),
		CertificateExpiresAt: timetypes.NewRFC3339TimePointerValue(host.CertificateExpiresAt),
		LastSeenAt:           timetypes.NewRFC3339TimePointerValue(host.LastSeenAt),
		PolicyVersion:        types.Int64PointerValue(host.PolicyVersion),
	}
}
