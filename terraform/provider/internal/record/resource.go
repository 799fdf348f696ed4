package record

import (
	"context"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/problem"
	"sealwright.dev/terraform/provider/internal/service"
)

// Resource is the managed resource of a kind.
type Resource[M, B, A any] struct {
	kind       Kind[M, B, A]
	connection *service.Connection
}

// New is the managed resource of a kind.
func New[M, B, A any](kind Kind[M, B, A]) *Resource[M, B, A] {
	return &Resource[M, B, A]{kind: kind}
}

// Metadata implements resource.Resource.
func (r *Resource[M, B, A]) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = r.kind.typeName()
}

// Schema implements resource.Resource.
func (r *Resource[M, B, A]) Schema(_ context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = r.kind.Schema
}

// IdentitySchema implements resource.ResourceWithIdentity.
func (r *Resource[M, B, A]) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, response *resource.IdentitySchemaResponse) {
	attributes := map[string]identityschema.Attribute{
		"name": identityschema.StringAttribute{RequiredForImport: true, Description: "Its name."},
	}
	if r.kind.InOrg {
		attributes["org"] = identityschema.StringAttribute{RequiredForImport: true, Description: "Name of its organisation."}
	}
	response.IdentitySchema = identityschema.Schema{Attributes: attributes}
}

// Configure implements resource.ResourceWithConfigure.
func (r *Resource[M, B, A]) Configure(_ context.Context, request resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	if connection, ok := request.ProviderData.(*service.Connection); ok {
		r.connection = connection
	}
}

// ModifyPlan implements resource.ResourceWithModifyPlan: the service's own validator sees what would be written.
func (r *Resource[M, B, A]) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	if r.kind.Check == nil || r.connection == nil || !r.connection.Known() || request.Plan.Raw.IsNull() ||
		!request.Config.Raw.IsFullyKnown() || request.Plan.Raw.Equal(request.State.Raw) {
		return
	}
	wanted, ok := r.order(ctx, request.Plan, request.Config, &response.Diagnostics)
	if !ok {
		return
	}
	_, _, err := service.ReadBytes(r.kind.Check(ctx, wanted.client, wanted.place, wanted.body))
	if problem.Is(err, http.StatusUnprocessableEntity) {
		response.Diagnostics.Append(problem.Diagnostics("The service would refuse "+r.called(wanted.place), err)...)
	} else if err != nil {
		response.Diagnostics.AddWarning("The service did not check "+r.called(wanted.place),
			"The plan was made without its validator; apply will meet it. "+err.Error())
	}
}

// Read implements resource.Resource.
func (r *Resource[M, B, A]) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	var state M
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	client := r.client(&response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	place := r.kind.Place(state)
	answer, tag, err := service.Read[A](r.kind.Get(ctx, client, place))
	if problem.Is(err, http.StatusNotFound) || (err == nil && r.ending(answer) != "") {
		r.identify(ctx, place, kept{diags: &response.Diagnostics, identity: response.Identity})
		response.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		response.Diagnostics.Append(problem.Diagnostics("Cannot read "+r.called(place), err)...)
		return
	}
	r.keep(ctx, answer, tag, &state, kept{&response.Diagnostics, &response.State, response.Identity, response.Private})
}

// ending says why what stands there is as good as gone; empty when it is not.
func (r *Resource[M, B, A]) ending(answer A) string {
	if r.kind.Ending == nil {
		return ""
	}
	return r.kind.Ending(answer)
}

// called names a resource in an error.
func (r *Resource[M, B, A]) called(place Place) string {
	return r.kind.typeName() + " " + importID(place)
}

func (r *Resource[M, B, A]) client(diags *diag.Diagnostics) *api.Client {
	if r.connection == nil {
		diags.AddError("The provider is not configured", "This is a fault of the provider; please report it.")
		return nil
	}
	client, err := r.connection.Client()
	if err != nil {
		diags.AddError("Cannot connect to the service", err.Error())
	}
	return client
}
