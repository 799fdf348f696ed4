// The client is generated from the API's description, and openapi.sha256 says from which: a test fails when it is
// another one than the checked-in description.
package api

//go:generate go tool -modfile=../../tools/go.mod oapi-codegen -config oapi-codegen.yml ../../../../control-plane/openapi.yml
//go:generate go run digest.go
