package api

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"
)

func TestTheClientIsGeneratedFromTheCheckedInDescription(t *testing.T) {
	description, err := os.ReadFile("../../../../control-plane/openapi.yml")
	if err != nil {
		t.Fatal(err)
	}
	from, err := os.ReadFile("openapi.sha256")
	if err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256(description)
	if hex.EncodeToString(digest[:]) != strings.TrimSpace(string(from)) {
		t.Error("control-plane/openapi.yml has changed: run go generate ./... in terraform/provider")
	}
}
