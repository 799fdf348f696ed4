// Package logdata shows what the service's log says, verified on this machine under the root that the provider trusts.
package logdata

import (
	"context"
	"encoding/base64"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/connected"
	"sealwright.dev/terraform/provider/internal/problem"
	"sealwright.dev/terraform/provider/internal/service"
	"sealwright.dev/terraform/provider/internal/shown"
	"sealwright.dev/terraform/provider/internal/tlog"
)

// Anchors is the data source sealwright_anchors.
type Anchors struct{ connected.DataSource }

// NewAnchors is the data source sealwright_anchors.
func NewAnchors() datasource.DataSource {
	return &Anchors{connected.NewDataSource("sealwright_anchors")}
}

type anchorsModel struct {
	Document          types.String      `tfsdk:"document"`
	RootFingerprint   types.String      `tfsdk:"root_fingerprint"`
	Version           types.Int64       `tfsdk:"version"`
	Issued            timetypes.RFC3339 `tfsdk:"issued"`
	Expires           timetypes.RFC3339 `tfsdk:"expires"`
	Origin            types.String      `tfsdk:"origin"`
	TrustDomain       types.String      `tfsdk:"trust_domain"`
	ServerNames       []string          `tfsdk:"server_names"`
	Voters            []voterModel      `tfsdk:"voters"`
	Quorum            types.Int64       `tfsdk:"quorum"`
	Operators         []operatorModel   `tfsdk:"operators"`
	OperatorsRequired types.Int64       `tfsdk:"operators_required"`
}

type voterModel struct {
	Name string `tfsdk:"name"`
	Kind string `tfsdk:"kind"`
	Key  string `tfsdk:"key"`
}

type operatorModel struct {
	Name string `tfsdk:"name"`
	Key  string `tfsdk:"key"`
}

// Schema implements datasource.DataSource.
func (a *Anchors) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	party := func(description string, more map[string]schema.Attribute) schema.ListNestedAttribute {
		attributes := map[string]schema.Attribute{
			"name": shown.Text("Name."), "key": shown.Text("base64url of the raw Ed25519 public key."),
		}
		for name, attribute := range more {
			attributes[name] = attribute
		}
		return schema.ListNestedAttribute{
			MarkdownDescription: description, Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: attributes},
		}
	}
	response.Schema = schema.Schema{
		MarkdownDescription: "Whom to trust, and for what: the document that the root signed. It is read only if it verifies under " +
			"the root that the provider trusts.",
		Attributes: map[string]schema.Attribute{
			"document":           shown.Text("base64url of the document, for offline verification."),
			"root_fingerprint":   shown.Text("Fingerprint of the root that signed it."),
			"version":            shown.Number("Grows with each document."),
			"issued":             shown.Moment("From when it holds."),
			"expires":            shown.Moment("Until when it holds."),
			"origin":             shown.Text("Of the log: `<host>/log/<epoch>`."),
			"trust_domain":       shown.Text("Of SPIFFE ids."),
			"server_names":       schema.ListAttribute{MarkdownDescription: "Names that server certificates may carry.", ElementType: types.StringType, Computed: true},
			"voters":             party("Whose signatures make a checkpoint.", map[string]schema.Attribute{"kind": shown.Text("`member` or `witness`.")}),
			"quorum":             shown.Number("How many of them it needs."),
			"operators":          party("Whose signatures change trust.", nil),
			"operators_required": shown.Number("How many of them it needs."),
		},
	}
}

// Read implements datasource.DataSource.
func (a *Anchors) Read(ctx context.Context, _ datasource.ReadRequest, response *datasource.ReadResponse) {
	client := a.Client(&response.Diagnostics)
	document, anchors := verified(ctx, client, a.Connection(), &response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	root, err := a.Connection().Root()
	if err != nil {
		response.Diagnostics.AddError("Cannot connect to the service", err.Error())
		return
	}
	model := anchorsModel{
		Document:          types.StringValue(base64.RawURLEncoding.EncodeToString(document)),
		RootFingerprint:   types.StringValue(root.String()),
		Version:           types.Int64Value(int64(anchors.Version)), //nolint:gosec // counts documents
		Issued:            timetypes.NewRFC3339TimeValue(time.Unix(anchors.Issued, 0).UTC()),
		Expires:           timetypes.NewRFC3339TimeValue(time.Unix(anchors.Expires, 0).UTC()),
		Origin:            types.StringValue(anchors.Origin),
		TrustDomain:       types.StringValue(anchors.TrustDomain),
		ServerNames:       anchors.ServerNames,
		Quorum:            types.Int64Value(int64(anchors.Quorum)),
		OperatorsRequired: types.Int64Value(int64(anchors.OperatorsRequired)),
	}
	for _, voter := range anchors.Voters {
		model.Voters = append(model.Voters, voterModel{voter.Name, voter.Kind, base64.RawURLEncoding.EncodeToString(voter.Key)})
	}
	for _, operator := range anchors.Operators {
		model.Operators = append(model.Operators, operatorModel{operator.Name, base64.RawURLEncoding.EncodeToString(operator.Key)})
	}
	response.Diagnostics.Append(response.State.Set(ctx, model)...)
}

// verified are the anchors that the service shows, if the root vouches for them; without a client there are none.
func verified(ctx context.Context, client *api.Client, connection *service.Connection, diags *diag.Diagnostics) ([]byte, *tlog.Anchors) {
	const summary = "Cannot read the anchors"
	if client == nil {
		return nil, nil
	}
	document, _, err := service.ReadBytes(client.Anchors(ctx))
	if err != nil {
		diags.Append(problem.Diagnostics(summary, err)...)
		return nil, nil
	}
	root, err := connection.Root()
	if err != nil {
		diags.AddError(summary, err.Error())
		return nil, nil
	}
	anchors, err := tlog.VerifyAnchors(document, root, time.Now())
	if err != nil {
		diags.AddError(summary, err.Error())
	}
	return document, anchors
}
