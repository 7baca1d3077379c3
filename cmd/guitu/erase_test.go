//go:build !race

package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const (
	secretPhone = "000-86-13800004321"
	secretWords = "最后一次见到她是在白鹭镇的渡口"
)

// traces are what must be gone of a person, in files for guitu erase --verify.
type traces struct{ photo, embedding string }

func (tr traces) verify(t *testing.T, data string) (code int, said string) {
	t.Helper()
	code, out, errs := run(t, "erase", "--verify", "--data", data, "--photo", tr.photo, "--embedding", tr.embedding, "--text", secretPhone, "--text", secretWords)
	return code, out + errs
}

// noise returns a picture that no other is like, and numbers as of a face.
func noise(t *testing.T, seed uint64) (tr traces, picture []byte, embedding []float32) {
	t.Helper()
	dice := rand.New(rand.NewPCG(seed, 7))
	img := image.NewGray(image.Rect(0, 0, 160, 160))
	for i := range img.Pix {
		img.Pix[i] = byte(dice.Uint32())
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	norm := 0.0
	for range 512 {
		x := dice.NormFloat64()
		embedding, norm = append(embedding, float32(x)), norm+x*x
	}
	for i := range embedding {
		embedding[i] /= float32(math.Sqrt(norm))
	}
	dir := t.TempDir()
	tr = traces{filepath.Join(dir, "face.jpg"), filepath.Join(dir, "face.json")}
	numbers, err := json.Marshal(embedding)
	if err == nil {
		err = os.WriteFile(tr.photo, b.Bytes(), 0o600)
	}
	if err == nil {
		err = os.WriteFile(tr.embedding, numbers, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return tr, b.Bytes(), embedding
}

// someone returns a notice with everything that must go.
func someone(id string, picture []byte, embedding []float32) object {
	n := aNotice(id, "尉迟寒江")
	n["circumstances"] = secretWords
	n["contacts"] = []object{{"name": "尉迟小舟", "relation": "女儿", "phone": secretPhone}}
	n["photos"] = []object{
		{"content": base64.StdEncoding.EncodeToString(picture)},
		{"faces": []object{{"embedding": embedding, "model": "fr-feature-v1", "quality": .9}}},
	}
	return n
}

func TestErase(t *testing.T) {
	data, noModels := t.TempDir(), t.TempDir()
	p := serve(t, data, noModels)
	tr, picture, embedding := noise(t, 1)
	other := p.must(http.MethodPost, "/v1/notices", aNotice("stays", "许花东"))
	imp := p.finish(p.upload("NOTICES", line(someone("goes", picture, embedding))))
	if number(imp, "created") != 1 {
		t.Fatal(imp)
	}
	name := str(p.must(http.MethodGet, "/v1/notices?externalId=goes", nil), "notices.0.name")

	// The files are sealed; what the key opens shows that verify finds what is there.
	code, said := tr.verify(t, data)
	for _, want := range []string{"photo face.jpg", "embedding face.json (float32)", "text of"} {
		if code != exitFailed || !strings.Contains(said, want) {
			t.Errorf("before the erasure: exit %d, no %q in\n%s", code, want, said)
		}
	}
	if strings.Contains(said, data) { // the path of a file as it lies there
		t.Errorf("found without the key:\n%s", said)
	}

	if code, _ := p.call(http.MethodPost, "/v1/"+name+":erase", object{"reason": "WHIM"}); code != http.StatusBadRequest {
		t.Errorf("erased for a whim: %d", code)
	}
	erased := p.must(http.MethodPost, "/v1/"+name+":erase", object{"reason": "FAMILY_WITHDREW"})
	if str(erased, "kind") != "notices" || str(erased, "eraseTime") == "" || at(erased, "pending") != nil {
		t.Errorf("answered %v", erased)
	}
	if code, said := tr.verify(t, data); code != 0 || !strings.Contains(said, "nothing is left") {
		t.Errorf("after the erasure: exit %d\n%s", code, said)
	}
	if code, answer := p.call(http.MethodGet, "/v1/"+name, nil); code != http.StatusNotFound || !strings.Contains(str(answer, "message"), "已按规定删除") {
		t.Errorf("read afterwards: %d %v", code, answer)
	}
	if left := p.must(http.MethodGet, "/v1/"+name+"/erasure", nil); len(left) != 4 || str(left, "reason") != "FAMILY_WITHDREW" {
		t.Errorf("the placeholder is %v", left)
	}
	if list := p.must(http.MethodGet, "/v1/erasures", nil); length(list, "erasures") != 1 || str(list, "erasures.0.name") != name {
		t.Errorf("the list is %v", list)
	}
	if code, _ := p.call(http.MethodPost, "/v1/"+name+":erase", object{"reason": "ORDER"}); code != http.StatusNotFound {
		t.Errorf("erased twice: %d", code)
	}
	for _, query := range []string{"goes", "尉迟寒江", "weichihanjiang"} {
		if found := p.must(http.MethodGet, "/v1/notices:searchText?query="+query, nil); strings.Contains(line(found), name) {
			t.Errorf("%q finds %v", query, found)
		}
	}
	if found := p.must(http.MethodGet, "/v1/notices:searchText?query=stays", nil); str(found, "notices.0.name") != str(other, "name") {
		t.Errorf("others are not found: %v", found)
	}
}

// A service that is killed at any moment of an erasure finishes it when it starts again.
func TestEraseAndKill(t *testing.T) {
	data, noModels := t.TempDir(), t.TempDir()
	for i, wait := range []int{0, 3, 8, 15, 30, 60} {
		p := serve(t, data, noModels)
		tr, picture, embedding := noise(t, uint64(10+i))
		imp := p.finish(p.upload("NOTICES", line(someone("goes", picture, embedding))))
		if number(imp, "created") != 1 {
			t.Fatal(imp)
		}
		name := str(p.must(http.MethodGet, "/v1/notices?externalId=goes", nil), "notices.0.name")
		go func() { // it is cut off, mostly
			req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, "http://"+p.http+"/v1/"+name+":erase", strings.NewReader(`{"reason":"ORDER"}`))
			if err != nil {
				return
			}
			req.Header.Set("Authorization", "Bearer "+p.token)
			if res, err := http.DefaultClient.Do(req); err == nil {
				_ = res.Body.Close()
			}
		}()
		time.Sleep(time.Duration(wait) * time.Millisecond)
		p.kill()

		p = serve(t, data, noModels)
		before, _ := p.call(http.MethodGet, "/v1/"+name, nil)
		placeholder, _ := p.call(http.MethodGet, "/v1/"+name+"/erasure", nil)
		t.Logf("killed after %v ms: notice %d, placeholder %d", wait, before, placeholder)
		if (before == http.StatusOK) == (placeholder == http.StatusOK) {
			t.Errorf("half erased: notice %d, placeholder %d", before, placeholder)
		}
		if before == http.StatusOK {
			p.must(http.MethodPost, "/v1/"+name+":erase", object{"reason": "ORDER"})
		}
		code, said := 0, ""
		for range 100 {
			if code, said = tr.verify(t, data); code == 0 {
				break
			}
			time.Sleep(50 * time.Millisecond)
		}
		if code != 0 {
			t.Errorf("killed after %v ms:\n%s", wait, said)
		}
		p.kill()
	}
}

// The command, without a service.
func TestEraseCommand(t *testing.T) {
	data, noModels := t.TempDir(), t.TempDir()
	p := serve(t, data, noModels)
	name := str(p.must(http.MethodPost, "/v1/records", aRecord("r1", "徐华栋")), "name")
	p.kill()
	folder := []string{"--data", data, "--models", noModels}
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"erase"}, exitFailed, "请写明要删除谁"},
		{[]string{"erase", "--verify"}, exitFailed, "请写明要查找什么"},
		{[]string{"erase", "nobody"}, exitFailed, "应为 records/… 或 notices/…"},
		{[]string{"erase", name, "--reason", "ORDER"}, 0, "备份仍含有"},
		{[]string{"erase", name}, exitFailed, "没有找到"},
		{[]string{"key", "rotate", "-q"}, 0, "new master key"},
		{[]string{"reindex"}, 0, "0 open records"},
	} {
		if code, out, errs := run(t, append(c.args, folder...)...); code != c.code || !strings.Contains(out+errs, c.want) {
			t.Errorf("guitu %s: exit %d\n%s%s", strings.Join(c.args, " "), code, out, errs)
		}
	}
}

// What a save of the scan left that was cut off is opened by verify, and swept at the next start.
func TestVerifyOpensScans(t *testing.T) {
	data, noModels := t.TempDir(), t.TempDir()
	p := serve(t, data, noModels)
	name := str(p.must(http.MethodPost, "/v1/notices", aNotice("goes", "尉迟寒江")), "name")
	p.stop()
	scan := filepath.Join(data, "index", "scan")
	before := readFile(t, scan)
	verify := func() (int, string) {
		t.Helper()
		code, out, errs := run(t, "erase", "--verify", "--text", "尉迟寒江", "--data", data, "--models", noModels)
		return code, out + errs
	}
	if code, said := verify(); code != exitFailed || !strings.Contains(said, "index/scan") {
		t.Errorf("before the erasure: exit %d\n%s", code, said)
	}
	p = serve(t, data, noModels)
	p.must(http.MethodPost, "/v1/"+name+":erase", object{"reason": "FAMILY_WITHDREW"})
	p.stop()
	if code, said := verify(); code != 0 {
		t.Errorf("after the erasure: exit %d\n%s", code, said)
	}
	if err := os.WriteFile(scan+"-123", before, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, said := verify(); code != exitFailed || !strings.Contains(said, "index/scan-123") {
		t.Errorf("with a leftover: exit %d\n%s", code, said)
	}
	serve(t, data, noModels).stop()
	if code, said := verify(); code != 0 {
		t.Errorf("after a start: exit %d\n%s", code, said)
	}
}
