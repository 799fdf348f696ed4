// Package host shows the hosts of an organisation, and ends their rights.
package host

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

// Hosts is the data source sealwright_hosts.
type Hosts struct{ connection *service.Connection }

// NewHosts is the data source sealwright_hosts.
func NewHosts() datasource.DataSource { return &Hosts{} }

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

// Metadata implements datasource.DataSource.
func (h *Hosts) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = "sealwright_hosts"
}

// Schema implements datasource.DataSource.
func (h *Hosts) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	moment := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true, CustomType: timetypes.RFC3339Type{}}
	}
	response.Schema = schema.Schema{
		MarkdownDescription: "Hosts of an organisation, in the order in which they enrolled.",
		Attributes: map[string]schema.Attribute{
			"org":          schema.StringAttribute{MarkdownDescription: "Name of the organisation.", Required: true, Validators: record.NameValidators()},
			"sandbox_spec": schema.StringAttribute{MarkdownDescription: "Those of this sandbox spec only.", Optional: true},
			"state": schema.StringAttribute{
				MarkdownDescription: "Those in this state only: `enrolling`, `enrolled`, `active`, `expired`, `quarantined` or `revoked`.", Optional: true,
			},
			"hosts": schema.ListNestedAttribute{
				MarkdownDescription: "The hosts.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"sandbox_id":             text("UUID of the host."),
					"sandbox_spec":           text("Sandbox spec that it was enrolled for."),
					"state":                  text("`enrolling`, `enrolled`, `active`, `expired`, `quarantined` or `revoked`."),
					"bootstrap":              text("Bootstrap that it redeemed."),
					"enrolled_at":            moment("When it enrolled."),
					"certificate_expires_at": moment("When its certificate expires."),
					"last_seen_at":           moment("When it sent its last heartbeat."),
					"policy_version":         schema.Int64Attribute{MarkdownDescription: "Version of the policy that it follows.", Computed: true},
				}},
			},
		},
	}
}

// Configure implements datasource.DataSourceWithConfigure.
func (h *Hosts) Configure(_ context.Context, request datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	if connection, ok := request.ProviderData.(*service.Connection); ok {
		h.connection = connection
	}
}

// Read implements datasource.DataSource.
func (h *Hosts) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	var model hostsModel
	response.Diagnostics.Append(request.Config.Get(ctx, &model)...)
	client, err := h.connection.Client()
	if err != nil {
		response.Diagnostics.AddError("Cannot connect to the service", err.Error())
	}
	if response.Diagnostics.HasError() {
		return
	}
	found, err := all(ctx, client, model.Org.ValueString())
	if err != nil {
		response.Diagnostics.Append(problem.Diagnostics("Cannot list the hosts of "+model.Org.ValueString(), err)...)
		return
	}
	model.Hosts = []hostModel{}
	for _, host := range found {
		if wanted(model.SandboxSpec, host.SandboxSpec) && wanted(model.State, host.State) {
			model.Hosts = append(model.Hosts, shown(host))
		}
	}
	response.Diagnostics.Append(response.State.Set(ctx, model)...)
}

func wanted(filter types.String, value string) bool {
	return filter.IsNull() || filter.ValueString() == value
}

func all(ctx context.Context, client *api.Client, org string) ([]api.Host, error) {
	var hosts []api.Host
	for cursor := (*string)(nil); ; {
		part, _, err := service.Read[struct {
			Items      []api.Host `json:"items"`
			NextCursor *string    `json:"next_cursor"`
		}](client.ListHosts(ctx, org, &api.ListHostsParams{Cursor: cursor}))
		if err != nil {
			return nil, err
		}
		hosts = append(hosts, part.Items...)
		if cursor = part.NextCursor; cursor == nil {
			return hosts, nil
		}
	}
}

func shown(host api.Host) hostModel {
	return hostModel{
		SandboxID: host.SandboxID.String(), SandboxSpec: host.SandboxSpec, State: host.State, Bootstrap: host.Bootstrap,
		EnrolledAt:           timetypes.NewRFC3339TimeValue(host.EnrolledAt),
		CertificateExpiresAt: timetypes.NewRFC3339TimePointerValue(host.CertificateExpiresAt),
		LastSeenAt:           timetypes.NewRFC3339TimePointerValue(host.LastSeenAt),
		PolicyVersion:        types.Int64PointerValue(host.PolicyVersion),
	}
}
