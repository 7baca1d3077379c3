//go:build ignore

// gen takes heif.wasm.gz and the licences of what is in it out of the Go module that README.md
// names. It fails if the file is another than the one whose SHA-256 stands there.
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"log"
	"os"
	"os/exec"
	"path/filepath"
)

const (
	module = "github.com/gen2brain/heic@v0.4.5"
	sum    = "3634a6447ea3915633667f39e01ff540a60f4e2f837a8391d044d76dfd8a0435"
)

func main() {
	answer, err := exec.Command("go", "mod", "download", "-json", module).Output()
	check(err)
	var found struct{ Dir string }
	check(json.Unmarshal(answer, &found))
	for _, name := range []string{"heif.wasm.gz", "LICENSE.libheif", "LICENSE.libde265"} {
		file, err := os.ReadFile(filepath.Join(found.Dir, "lib", name))
		check(err)
		if got := sha256.Sum256(file); name == "heif.wasm.gz" && hex.EncodeToString(got[:]) != sum {
			log.Fatalf("%s of %s has the SHA-256 %x", name, module, got)
		}
		check(os.WriteFile(filepath.Join("libheif", name), file, 0o644))
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
