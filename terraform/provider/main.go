// Program terraform-provider-sealwright declares what a Sealwright service holds.
package main

//go:generate tools/docs.sh

import (
	"context"
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	sealwright "sealwright.dev/terraform/provider/internal/provider"
)

// address is how configurations name this provider.
const address = "sealwright.dev/sealwright/sealwright"

// version is set when a release is linked.
var version = "0.1.0"

func main() {
	debug := flag.Bool("debug", false, "let a debugger attach")
	flag.Parse()
	err := providerserver.Serve(context.Background(), func() provider.Provider { return sealwright.New(version) },
		providerserver.ServeOpts{Address: address, Debug: *debug})
	if err != nil {
		log.Fatal(err)
	}
}
