// Reads a mirror of our log and the proofs that the service hands out with two families of packages that know nothing of
// us, golang.org/x/mod and transparency-dev: the checkpoint is signed by the key, the tree over the entries has its root,
// the level 0 tiles are theirs, each proof includes its entry.
//
//	golog MIRROR PROOFS ORIGIN LOG_KEY_HEX
//
// PROOFS holds a file for each index.
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 5 {
		fmt.Fprintln(os.Stderr, "usage: golog MIRROR PROOFS ORIGIN LOG_KEY_HEX")
		os.Exit(2)
	}
	if err := check(os.Args[1], os.Args[2], os.Args[3], os.Args[4]); err != nil {
		fmt.Fprintln(os.Stderr, "golog:", err)
		os.Exit(1)
	}
}

func check(folder, proofs, origin, keyHex string) error {
	key, err := logKey(origin, keyHex)
	if err != nil {
		return err
	}
	log, err := open(folder, origin, key)
	if err != nil {
		return err
	}
	if err := checkWithXMod(log); err != nil {
		return fmt.Errorf("golang.org/x/mod: %w", err)
	}
	fmt.Printf("golang.org/x/mod: root over %d entries right, level 0 tiles theirs\n", len(log.entries))
	count, err := checkWithTransparencyDev(log, proofs)
	if err != nil {
		return fmt.Errorf("transparency-dev: %w", err)
	}
	fmt.Printf("transparency-dev: root over %d entries right, %d proofs hold\n", len(log.entries), count)
	return nil
}
