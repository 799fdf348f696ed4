package record

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/problem"
	"sealwright.dev/terraform/provider/internal/service"
)

// tagKey is where the entity tag of what was read last stands in the private state.
const tagKey = "etag"

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
	var plan, config M
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	body, diags := r.kind.Body(ctx, plan, config)
	response.Diagnostics.Append(diags...)
	client := r.client(&response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	place := r.kind.Place(plan)
	_, _, err := service.ReadBytes(r.kind.Check(ctx, client, place, body))
	if problem.Is(err, http.StatusUnprocessableEntity) {
		response.Diagnostics.Append(problem.Diagnostics("The service would refuse "+r.called(place), err)...)
	} else if err != nil {
		response.Diagnostics.AddWarning("The service did not check "+r.called(place),
			"The plan was made without its validator; apply will meet it. "+err.Error())
	}
}

// Create implements resource.Resource.
func (r *Resource[M, B, A]) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	ctx, trail := service.WithTrail(ctx)
	var plan, config M
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	body, diags := r.kind.Body(ctx, plan, config)
	response.Diagnostics.Append(diags...)
	client := r.client(&response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	place := r.kind.Place(plan)
	answer, tag, err := service.Read[A](r.kind.Put(ctx, client, place, body, service.IfAbsent()))
	if problem.Is(err, http.StatusPreconditionFailed) {
		write := written[M, B]{client: client, place: place, plan: plan, config: config, body: body}
		answer, tag, err = r.adopt(ctx, write, trail)
	}
	into := kept{&response.Diagnostics, &response.State, response.Identity, response.Private}
	if err != nil {
		response.Diagnostics.Append(problem.Diagnostics("Cannot create "+r.called(place), err)...)
		if r.kind.Opaque && problem.Undecided(err) {
			// It may be there. Kept as tainted, the next apply replaces it: by its look it could not be recognised.
			r.place(ctx, place, into)
		}
		return
	}
	r.keep(ctx, answer, tag, &plan, into)
}

type written[M, B any] struct {
	client       *api.Client
	place        Place
	plan, config M
	body         B
}

// adopt takes what stands where this apply wants to create, if it is what this apply wants: an earlier apply that was
// interrupted may have left it, or this one, whose answer was lost.
func (r *Resource[M, B, A]) adopt(ctx context.Context, write written[M, B], trail *service.Trail) (A, string, error) {
	answer, tag, err := service.Read[A](r.kind.Get(ctx, write.client, write.place))
	if err != nil {
		return answer, tag, err
	}
	same, err := r.same(ctx, answer, write)
	switch {
	case err != nil:
		return answer, tag, err
	case same && !r.kind.Opaque:
		return answer, tag, nil
	case same && trail.Repeated():
		return service.Read[A](r.kind.Put(ctx, write.client, write.place, write.body, service.IfMatch(tag)))
	default:
		return answer, tag, fmt.Errorf("it exists already and is not what this configuration says. To manage it here, "+
			"import it: terraform import %s.… %s", r.kind.typeName(), importID(write.place))
	}
}

// same tells whether an answer shows what would be written.
func (r *Resource[M, B, A]) same(ctx context.Context, answer A, write written[M, B]) (bool, error) {
	shown := write.plan
	diags := r.kind.Show(ctx, answer, &shown)
	body, more := r.kind.Body(ctx, shown, write.config)
	diags.Append(more...)
	if diags.HasError() {
		return false, errors.New(diags.Errors()[0].Detail())
	}
	return reflect.DeepEqual(body, write.body), nil
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
	if problem.Is(err, http.StatusNotFound) {
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

// Update implements resource.Resource.
func (r *Resource[M, B, A]) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	ctx, trail := service.WithTrail(ctx)
	var plan, config M
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	body, diags := r.kind.Body(ctx, plan, config)
	response.Diagnostics.Append(diags...)
	seen := tagOf(ctx, request.Private, &response.Diagnostics)
	client := r.client(&response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	place := r.kind.Place(plan)
	answer, tag, err := service.Read[A](r.kind.Put(ctx, client, place, body, service.IfMatch(seen)))
	if problem.Is(err, http.StatusPreconditionFailed) {
		write := written[M, B]{client: client, place: place, plan: plan, config: config, body: body}
		answer, tag, err = r.settle(ctx, write, trail, err)
	}
	if err != nil {
		response.Diagnostics.Append(problem.Diagnostics("Cannot update "+r.called(place), err)...)
		return
	}
	r.keep(ctx, answer, tag, &plan, kept{&response.Diagnostics, &response.State, response.Identity, response.Private})
}

// settle decides about an update that met another version than the one it was planned on: the version may be its own,
// when the first answer was lost.
func (r *Resource[M, B, A]) settle(ctx context.Context, write written[M, B], trail *service.Trail, refused error) (A, string, error) {
	answer, tag, err := service.Read[A](r.kind.Get(ctx, write.client, write.place))
	if err == nil {
		var same bool
		if same, err = r.same(ctx, answer, write); err == nil && same {
			if !r.kind.Opaque {
				return answer, tag, nil
			}
			if trail.Repeated() {
				return service.Read[A](r.kind.Put(ctx, write.client, write.place, write.body, service.IfMatch(tag)))
			}
		}
	}
	return answer, tag, changed(refused)
}

func changed(refused error) error {
	return fmt.Errorf("it was changed by someone else after this plan was made. Plan again. %w", refused)
}

// Delete implements resource.Resource.
func (r *Resource[M, B, A]) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	var state M
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	seen := tagOf(ctx, request.Private, &response.Diagnostics)
	client := r.client(&response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	place := r.kind.Place(state)
	_, _, err := service.ReadBytes(r.kind.Delete(ctx, client, place, service.IfMatch(seen)))
	if problem.Is(err, http.StatusPreconditionFailed) {
		if _, _, reading := service.ReadBytes(r.kind.Get(ctx, client, place)); problem.Is(reading, http.StatusNotFound) {
			return
		}
		err = changed(err)
	}
	if err != nil && !problem.Is(err, http.StatusNotFound) {
		response.Diagnostics.Append(problem.Diagnostics("Cannot delete "+r.called(place), err)...)
	}
}

// ImportState implements resource.ResourceWithImportState: by identity, or by "<org>/<name>".
func (r *Resource[M, B, A]) ImportState(ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse) {
	place := Place{}
	if request.ID == "" && request.Identity != nil {
		response.Diagnostics.Append(request.Identity.GetAttribute(ctx, path.Root("name"), &place.Name)...)
		if r.kind.InOrg {
			response.Diagnostics.Append(request.Identity.GetAttribute(ctx, path.Root("org"), &place.Org)...)
		}
	} else {
		var ok bool
		if place, ok = r.parse(request.ID); !ok {
			response.Diagnostics.AddError("Cannot import a "+r.kind.typeName(), "Its import ID is "+r.form()+".")
		}
	}
	if response.Diagnostics.HasError() {
		return
	}
	into := kept{diags: &response.Diagnostics, state: &response.State, identity: response.Identity}
	r.place(ctx, place, into)
	for name, value := range r.kind.Assumed {
		response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root(name), value)...)
	}
}

func (r *Resource[M, B, A]) parse(id string) (Place, bool) {
	org, own, found := strings.Cut(id, "/")
	if !r.kind.InOrg {
		return Place{Name: id}, name.MatchString(id)
	}
	return Place{Org: org, Name: own}, found && name.MatchString(org) && name.MatchString(own)
}

func (r *Resource[M, B, A]) form() string {
	if r.kind.InOrg {
		return "<org>/<name>"
	}
	return "its name"
}

func importID(place Place) string {
	if place.Org == "" {
		return place.Name
	}
	return place.Org + "/" + place.Name
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

// tagOf is the entity tag of what was read last; empty if none was kept.
func tagOf(ctx context.Context, private getter, diags *diag.Diagnostics) string {
	var tag string
	raw, more := private.GetKey(ctx, tagKey)
	diags.Append(more...)
	if len(raw) > 0 && json.Unmarshal(raw, &tag) != nil {
		diags.AddError("The private state is damaged", "Its entity tag is not a JSON string; refresh and plan again.")
	}
	return tag
}

type getter interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}
