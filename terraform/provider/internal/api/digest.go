//go:build ignore

// Program digest keeps the SHA-256 of the description that the client was generated from.
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"log"
	"os"
)

func main() {
	description, err := os.ReadFile("../../../../control-plane/openapi.yml")
	if err != nil {
		log.Fatal(err)
	}
	digest := sha256.Sum256(description)
	if err := os.WriteFile("openapi.sha256", []byte(hex.EncodeToString(digest[:])+"\n"), 0o644); err != nil {
		log.Fatal(err)
	}
}
