package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"sealwright.dev/terraform/provider/internal/provider"
)

func TestEveryItemHasAPageWithItsAttributesAndAnExample(t *testing.T) {
	server, err := providerserver.NewProtocol6WithError(provider.New("test"))()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	actions := map[string]*tfprotov6.Schema{}
	for name, action := range schemas.ActionSchemas {
		actions[name] = action.Schema
	}
	for folder, items := range map[string]map[string]*tfprotov6.Schema{
		"resources": schemas.ResourceSchemas, "data-sources": schemas.DataSourceSchemas,
		"ephemeral-resources": schemas.EphemeralResourceSchemas, "list-resources": schemas.ListResourceSchemas, "actions": actions,
	} {
		for name, schema := range items {
			page := page(t, folder, strings.TrimPrefix(name, "sealwright_"))
			for _, attribute := range schema.Block.Attributes {
				if attribute.Description == "" || !strings.Contains(page, "`"+attribute.Name+"`") || !strings.Contains(page, attribute.Description) {
					t.Errorf("%s %s does not describe %s: run go generate", folder, name, attribute.Name)
				}
			}
			if !strings.Contains(page, "## Example Usage") {
				t.Errorf("%s %s has no example", folder, name)
			}
		}
	}
	for name, function := range schemas.Functions {
		page := page(t, "functions", name)
		if !strings.Contains(page, function.Description) || !strings.Contains(page, "## Example Usage") {
			t.Errorf("the function %s is not described, or has no example: run go generate", name)
		}
	}
}

func page(t *testing.T, folder, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", folder, name+".md"))
	if err != nil {
		t.Error(err)
	}
	return string(text)
}
