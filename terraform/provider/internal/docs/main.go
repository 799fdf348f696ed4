// Program docs writes the provider's schema in the form of `terraform providers schema -json`, actions and list
// resources included, which a terraform before 1.14 leaves out. tfplugindocs makes the documentation from it.
package main

import (
	"context"
	"encoding/json"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"sealwright.dev/terraform/provider/internal/provider"
)

func main() {
	server, err := providerserver.NewProtocol6WithError(provider.New("0.1.0"))()
	if err != nil {
		log.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		log.Fatal(err)
	}
	writer := json.NewEncoder(os.Stdout)
	writer.SetIndent("", " ")
	if err := writer.Encode(document(schemas)); err != nil {
		log.Fatal(err)
	}
}
