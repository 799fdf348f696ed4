package acceptance

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The examples of the documentation refer to one another: together they are one configuration.
func TestTheExamplesOfTheDocumentationApplyTogether(t *testing.T) {
	t.Parallel()
	w, org := newWorkspace(t), fresh("org")
	w.env = append(w.env, "TF_VAR_db_password="+random())
	examples := 0
	err := filepath.WalkDir("../examples", func(path string, entry fs.DirEntry, err error) error {
		if entry != nil && (entry.Name() == "actions" || entry.Name() == "sealwright_unseal" || entry.Name() == "sealwright_authority_key") {
			// Actions need terraform 1.14 and are invoked in inprocess_test.go; opening a secret needs a member's key, and
			// secret_test.go has one; under an authority key the others would wait for signatures, which authority_test.go gives.
			return filepath.SkipDir
		}
		if err != nil || filepath.Ext(path) != ".tf" || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		examples++
		w.write(filepath.Base(filepath.Dir(path))+"_"+filepath.Base(path), strings.ReplaceAll(string(text), `= "acme"`, `= "`+org+`"`))
		return nil
	})
	if err != nil || examples < 10 {
		t.Fatalf("%d examples, %v", examples, err)
	}
	if out, err := w.try("fmt", "-check", "-no-color"); err != nil {
		t.Errorf("examples that terraform would format otherwise: %s", out)
	}
	w.apply()
	w.expectNothing("after the examples were applied")
	w.must("destroy", "-auto-approve", "-no-color")
}
