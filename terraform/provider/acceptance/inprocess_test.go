package acceptance

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/provider"
	"sealwright.dev/terraform/provider/internal/service"
)

// inProcess speaks to the provider as terraform 1.14 does, for what the installed one does not know yet.
type inProcess struct {
	t          *testing.T
	server     tfprotov6.ProviderServer
	schema     *tfprotov6.GetProviderSchemaResponse
	identities map[string]*tfprotov6.ResourceIdentitySchema
}

func newInProcess(t *testing.T) *inProcess {
	t.Helper()
	server, err := providerserver.NewProtocol6WithError(provider.New("test"))()
	if err != nil {
		t.Fatal(err)
	}
	schema, err := server.GetProviderSchema(background, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	identities, err := server.GetResourceIdentitySchemas(background, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	p := &inProcess{t, server, schema, identities.IdentitySchemas}
	configured, err := server.ConfigureProvider(background, &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.14.0", Config: p.dynamic(schema.Provider.ValueType(), nil),
	})
	if err != nil {
		t.Fatal(err)
	}
	p.fine(configured.Diagnostics)
	return p
}

func (p *inProcess) fine(diagnostics []*tfprotov6.Diagnostic) {
	p.t.Helper()
	for _, each := range diagnostics {
		if each.Severity == tfprotov6.DiagnosticSeverityError {
			p.t.Fatalf("%s: %s", each.Summary, each.Detail)
		}
	}
}

// dynamic is an object of texts; attributes that are not given are null.
func (p *inProcess) dynamic(of tftypes.Type, given map[string]string) *tfprotov6.DynamicValue {
	p.t.Helper()
	values := map[string]tftypes.Value{}
	for name, attribute := range of.(tftypes.Object).AttributeTypes {
		values[name] = tftypes.NewValue(attribute, nil)
		if text, ok := given[name]; ok {
			values[name] = tftypes.NewValue(attribute, text)
		}
	}
	value, err := tfprotov6.NewDynamicValue(of, tftypes.NewValue(of, values))
	if err != nil {
		p.t.Fatal(err)
	}
	return &value
}

// texts are the attributes of an object that are texts.
func (p *inProcess) texts(value *tfprotov6.DynamicValue, of tftypes.Type) map[string]string {
	p.t.Helper()
	read, err := value.Unmarshal(of)
	if err != nil {
		p.t.Fatal(err)
	}
	members := map[string]tftypes.Value{}
	if err := read.As(&members); err != nil {
		p.t.Fatal(err)
	}
	texts := map[string]string{}
	for name, member := range members {
		var text string
		if member.Type().Is(tftypes.String) && !member.IsNull() && member.As(&text) == nil {
			texts[name] = text
		}
	}
	return texts
}

// invoke runs an action, and returns what it told on its way.
func (p *inProcess) invoke(action string, config map[string]string) string {
	p.t.Helper()
	stream, err := p.server.(tfprotov6.ProviderServerWithActions).InvokeAction(background, &tfprotov6.InvokeActionRequest{
		ActionType: action, Config: p.dynamic(p.schema.ActionSchemas[action].Schema.ValueType(), config),
	})
	if err != nil {
		p.t.Fatal(err)
	}
	var progress []string
	for event := range stream.Events {
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			progress = append(progress, event.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			p.fine(event.Diagnostics)
		}
	}
	return strings.Join(progress, "\n")
}

func TestWhatExistsIsListedAndImportedByIdentity(t *testing.T) {
	newWorkspace(t)
	t.Parallel()
	client, org, p := operator(t), fresh("org"), newInProcess(t)
	_, _, err := service.ReadBytes(client.PutOrg(background, org, nil, api.Org{}))
	done[any](t)(nil, err)
	for _, name := range []string{"ada", "grace", "edsger"} {
		_, _, err := service.ReadBytes(client.PutUser(background, org, name, nil, api.User{DisplayName: text(strings.ToUpper(name))}))
		done[any](t)(nil, err)
	}
	const kind = "sealwright_user"
	identity, resource := p.identities[kind].ValueType(), p.schema.ResourceSchemas[kind].ValueType()
	for limit, want := range map[int64][]string{100: {"ADA", "EDSGER", "GRACE"}, 2: {"ADA", "GRACE"}} {
		stream, err := p.server.(tfprotov6.ProviderServerWithListResource).ListResource(background, &tfprotov6.ListResourceRequest{
			TypeName: kind, IncludeResource: true, Limit: limit,
			Config: p.dynamic(p.schema.ListResourceSchemas[kind].ValueType(), map[string]string{"org": org}),
		})
		done[any](t)(nil, err)
		var shown []string
		for result := range stream.Results {
			p.fine(result.Diagnostics)
			named := p.texts(result.Identity.IdentityData, identity)
			if named["org"] != org || result.DisplayName != org+"/"+named["name"] {
				t.Errorf("%s is named %v", result.DisplayName, named)
			}
			shown = append(shown, p.texts(result.Resource, resource)["display_name"])
		}
		slices.Sort(shown)
		if !slices.Equal(shown, want) {
			t.Errorf("up to %d: %v", limit, shown)
		}
	}

	imported, err := p.server.ImportResourceState(background, &tfprotov6.ImportResourceStateRequest{
		TypeName: kind, Identity: &tfprotov6.ResourceIdentityData{IdentityData: p.dynamic(identity, map[string]string{"org": org, "name": "grace"})},
	})
	done[any](t)(nil, err)
	p.fine(imported.Diagnostics)
	found := imported.ImportedResources[0]
	read, err := p.server.ReadResource(background, &tfprotov6.ReadResourceRequest{
		TypeName: kind, CurrentState: found.State, CurrentIdentity: found.Identity, Private: found.Private,
	})
	done[any](t)(nil, err)
	p.fine(read.Diagnostics)
	if state := p.texts(read.NewState, resource); state["display_name"] != "GRACE" || state["org"] != org {
		t.Errorf("imported %v", state)
	}

	_, _, err = service.ReadBytes(client.DeleteUser(background, org, "grace", nil))
	done[any](t)(nil, err)
	gone, err := p.server.ReadResource(background, &tfprotov6.ReadResourceRequest{
		TypeName: kind, CurrentState: read.NewState, CurrentIdentity: read.NewIdentity, Private: read.Private,
	})
	done[any](t)(nil, err)
	p.fine(gone.Diagnostics)
	if state, err := gone.NewState.Unmarshal(resource); err != nil || !state.IsNull() {
		t.Errorf("what is gone reads as %v, %v", state, err)
	}
}
