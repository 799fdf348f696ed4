// Package connected is the frame of what the provider offers: a name in Terraform, and the connection that the provider
// was configured with. Data sources, actions, ephemeral and managed resources embed theirs.
package connected

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/service"
)

type frame struct {
	name       string
	connection *service.Connection
}

// keep takes what the provider hands out once it is configured, and nothing before that.
func (f *frame) keep(handed any) {
	if connection, ok := handed.(*service.Connection); ok {
		f.connection = connection
	}
}

// Name is what Terraform calls it.
func (f *frame) Name() string { return f.name }

// Connection is the one that the provider was configured with; nil before.
func (f *frame) Connection() *service.Connection { return f.connection }

// Client is the client of the API; without a connection it is nil, and an error is among the diagnostics.
func (f *frame) Client(diags *diag.Diagnostics) *api.Client {
	if f.connection == nil {
		diags.AddError("The provider is not configured", "This is a fault of the provider; please report it.")
		return nil
	}
	client, err := f.connection.Client()
	if err != nil {
		diags.AddError("Cannot connect to the service", err.Error())
	}
	return client
}

// DataSource is the frame of a data source.
type DataSource struct{ frame }

// NewDataSource is the frame of the data source of that name.
func NewDataSource(name string) DataSource { return DataSource{frame{name: name}} }

// Metadata implements datasource.DataSource.
func (d *DataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = d.name
}

// Configure implements datasource.DataSourceWithConfigure.
func (d *DataSource) Configure(_ context.Context, request datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	d.keep(request.ProviderData)
}

// Action is the frame of an action.
type Action struct{ frame }

// NewAction is the frame of the action of that name.
func NewAction(name string) Action { return Action{frame{name: name}} }

// Metadata implements action.Action.
func (a *Action) Metadata(_ context.Context, _ action.MetadataRequest, response *action.MetadataResponse) {
	response.TypeName = a.name
}

// Configure implements action.ActionWithConfigure.
func (a *Action) Configure(_ context.Context, request action.ConfigureRequest, _ *action.ConfigureResponse) {
	a.keep(request.ProviderData)
}

// Ephemeral is the frame of an ephemeral resource.
type Ephemeral struct{ frame }

// NewEphemeral is the frame of the ephemeral resource of that name.
func NewEphemeral(name string) Ephemeral { return Ephemeral{frame{name: name}} }

// Metadata implements ephemeral.EphemeralResource.
func (e *Ephemeral) Metadata(_ context.Context, _ ephemeral.MetadataRequest, response *ephemeral.MetadataResponse) {
	response.TypeName = e.name
}

// Configure implements ephemeral.EphemeralResourceWithConfigure.
func (e *Ephemeral) Configure(_ context.Context, request ephemeral.ConfigureRequest, _ *ephemeral.ConfigureResponse) {
	e.keep(request.ProviderData)
}

// Resource is the frame of a managed resource.
type Resource struct{ frame }

// NewResource is the frame of the managed resource of that name.
func NewResource(name string) Resource { return Resource{frame{name: name}} }

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = r.name
}

// Configure implements resource.ResourceWithConfigure.
func (r *Resource) Configure(_ context.Context, request resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	r.keep(request.ProviderData)
}
