package faces

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"
)

// The decoder that is embedded is the one that its README and its generator name.
func TestLibheifIsTheOneNamed(t *testing.T) {
	sum := sha256.Sum256(heifWasm)
	for _, file := range []string{"libheif/README.md", "libheif/gen.go"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), hex.EncodeToString(sum[:])) {
			t.Errorf("%s does not name %x", file, sum)
		}
	}
}
