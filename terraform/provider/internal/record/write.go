package record

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/problem"
	"sealwright.dev/terraform/provider/internal/service"
)

// Create implements resource.Resource.
func (r *Resource[M, B, A]) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	ctx, trail := service.WithTrail(ctx)
	wanted, ok := r.order(ctx, request.Plan, request.Config, &response.Diagnostics)
	if !ok {
		return
	}
	answer, tag, err := service.Read[A](r.kind.Put(ctx, wanted.client, wanted.place, wanted.body, service.IfAbsent()))
	if problem.Is(err, http.StatusPreconditionFailed) {
		answer, tag, err = r.adopt(ctx, wanted, trail)
	}
	into := kept{&response.Diagnostics, &response.State, response.Identity, response.Private}
	if err != nil {
		response.Diagnostics.Append(problem.Diagnostics("Cannot create "+r.called(wanted.place), err)...)
		if r.kind.Opaque && problem.Undecided(err) {
			// It may be there. Kept as tainted, the next apply replaces it: by its look it could not be recognised.
			r.place(ctx, wanted.place, into)
		}
		return
	}
	r.keep(ctx, answer, tag, &wanted.plan, into)
}

// order is what an apply wants to have written.
type order[M, B any] struct {
	client       *api.Client
	place        Place
	plan, config M
	body         B
}

func (r *Resource[M, B, A]) order(ctx context.Context, plan tfsdk.Plan, config tfsdk.Config, diags *diag.Diagnostics) (order[M, B], bool) {
	var wanted order[M, B]
	diags.Append(plan.Get(ctx, &wanted.plan)...)
	diags.Append(config.Get(ctx, &wanted.config)...)
	body, more := r.kind.Body(ctx, wanted.plan, wanted.config)
	diags.Append(more...)
	wanted.body = body
	wanted.place = r.kind.Place(wanted.plan)
	wanted.client = r.client(diags)
	return wanted, !diags.HasError()
}

// adopt takes what stands where this apply wants to create, if it is what this apply wants: an earlier apply that was
// interrupted may have left it, or this one, whose answer was lost.
func (r *Resource[M, B, A]) adopt(ctx context.Context, wanted order[M, B], trail *service.Trail) (A, string, error) {
	answer, tag, err := service.Read[A](r.kind.Get(ctx, wanted.client, wanted.place))
	if err != nil {
		return answer, tag, err
	}
	if why := r.ending(answer); why != "" {
		return answer, tag, errors.New(why)
	}
	same, err := r.same(ctx, answer, wanted)
	switch {
	case err != nil:
		return answer, tag, err
	case same && !r.kind.Opaque:
		return answer, tag, nil
	case same && trail.Repeated():
		return service.Read[A](r.kind.Put(ctx, wanted.client, wanted.place, wanted.body, service.IfMatch(tag)))
	default:
		return answer, tag, fmt.Errorf("it exists already and is not what this configuration says. To manage it here, "+
			"import it: terraform import %s.… %s", r.kind.typeName(), importID(wanted.place))
	}
}

// same tells whether an answer shows what would be written.
func (r *Resource[M, B, A]) same(ctx context.Context, answer A, wanted order[M, B]) (bool, error) {
	shown := wanted.plan
	diags := r.kind.Show(ctx, answer, &shown)
	body, more := r.kind.Body(ctx, shown, wanted.config)
	diags.Append(more...)
	if diags.HasError() {
		return false, errors.New(diags.Errors()[0].Detail())
	}
	return reflect.DeepEqual(body, wanted.body), nil
}

// Update implements resource.Resource.
func (r *Resource[M, B, A]) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	ctx, trail := service.WithTrail(ctx)
	seen := tagOf(ctx, request.Private, &response.Diagnostics)
	wanted, ok := r.order(ctx, request.Plan, request.Config, &response.Diagnostics)
	if !ok {
		return
	}
	answer, tag, err := service.Read[A](r.kind.Put(ctx, wanted.client, wanted.place, wanted.body, service.IfMatch(seen)))
	if problem.Is(err, http.StatusPreconditionFailed) {
		answer, tag, err = r.settle(ctx, wanted, trail, err)
	}
	if err != nil {
		response.Diagnostics.Append(problem.Diagnostics("Cannot update "+r.called(wanted.place), err)...)
		return
	}
	r.keep(ctx, answer, tag, &wanted.plan, kept{&response.Diagnostics, &response.State, response.Identity, response.Private})
}

// settle decides about an update that met another version than the one it was planned on: the version may be its own,
// when the first answer was lost.
func (r *Resource[M, B, A]) settle(ctx context.Context, wanted order[M, B], trail *service.Trail, refused error) (A, string, error) {
	answer, tag, err := service.Read[A](r.kind.Get(ctx, wanted.client, wanted.place))
	if err == nil {
		var same bool
		if same, err = r.same(ctx, answer, wanted); err == nil && same {
			if !r.kind.Opaque {
				return answer, tag, nil
			}
			if trail.Repeated() {
				return service.Read[A](r.kind.Put(ctx, wanted.client, wanted.place, wanted.body, service.IfMatch(tag)))
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
	if r.kind.Protected != nil {
		if why := r.kind.Protected(state); why != "" {
			response.Diagnostics.AddError("Cannot delete "+r.called(place), why)
			return
		}
	}
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
