package sqlite_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/sqlite"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

// secrets are what no one may read in the files of the folder that fill made.
var secrets = []string{"柳望舒", "我家门口有条河", "000-1234", "the very bytes of a picture", "a row of an upload", "电话里听出是同一口音"}

// fill puts a record, a notice with contacts, a picture and an upload into the store.
func fill(t *testing.T, st *sqlite.Store) (r *models.Record, n *models.Notice) {
	t.Helper()
	r = personWithFaces("E-1", 2)
	r.Photos[0].SHA256 = put(t, st, "the very bytes of a picture")
	r.Photos[0].Faces[0].Others = []models.Embedding{{Model: "x-one", Vector: []float32{0.25, 0.75}}, {Model: "x-two", Vector: []float32{0.125, 0.5}}}
	createRecords(t, st, r)
	n = &models.Notice{Source: "测试", Contacts: []models.Contact{{Name: "柳小舟", Relation: "女儿", Phone: "000-1234"}}}
	err := st.InTx(ctx(t), func(tx store.Tx) error { return tx.NoticeWriter().Create(ctx(t), n) })
	match := models.Match{Record: r.Name, Notice: n.Name, Evidence: []models.Evidence{{Feature: "accent", Reason: models.Text{Zh: "电话里听出是同一口音"}}}}
	err = errors.Join(err, st.InTx(ctx(t), func(tx store.Tx) error {
		c := &models.Case{Record: r.Name, Notice: n.Name, State: models.CaseProposed, Match: match, History: []models.Step{
			{Number: 1, Kind: models.StepPropose, To: models.CaseProposed, Reason: "电话里听出是同一口音"}, {Number: 2, Kind: models.StepVerify, To: models.CaseVerifying},
		}}
		return errors.Join(tx.CaseWriter().CreateCase(ctx(t), c), tx.AlertWriter().PutAlert(ctx(t), &models.Alert{Key: "k", Case: c.Name, Match: match}))
	}), putAnswer(t, st, n))
	err = errors.Join(err, st.KeepUpload(t.Context(), "imports/a", bytes.NewReader([]byte("a row of an upload"))))
	if err != nil {
		t.Fatal(err)
	}
	return r, n
}

// same checks that everything that fill made is there.
func same(t *testing.T, st *sqlite.Store, r *models.Record, n *models.Notice) {
	t.Helper()
	if got, err := st.Records().Get(t.Context(), r.Name); err != nil || !reflect.DeepEqual(got, r) {
		t.Errorf("the record: %+v, %v", got, err)
	}
	if got, err := st.Notices().Get(t.Context(), n.Name); err != nil || !reflect.DeepEqual(got, n) {
		t.Errorf("the notice: %+v, %v", got, err)
	}
	for what, read := range map[string]func() (string, error){
		"a match": func() (string, error) {
			c, err := st.CasesOf(t.Context(), r.Name)
			return c[0].Match.Evidence[0].Reason.Zh, err
		},
		"an answer": func() (string, error) {
			a, err := st.Answer(t.Context(), "k")
			if err != nil {
				return "", err
			}
			return string(a.Content), nil
		},
		"a step": func() (string, error) {
			c, err := st.CasesOf(t.Context(), r.Name)
			return c[0].History[0].Reason, err
		},
		"an alert": func() (string, error) {
			a, err := st.Alerts(t.Context(), 0, 10)
			return a[0].Match.Evidence[0].Reason.Zh, err
		},
	} {
		if got, err := read(); err != nil || got != "电话里听出是同一口音" {
			t.Errorf("%s says %q, %v", what, got, err)
		}
	}
	for what, open := range map[string]func() (io.ReadCloser, error){
		"the very bytes of a picture": func() (io.ReadCloser, error) { return st.Blob(t.Context(), r.Photos[0].SHA256) },
		"a row of an upload":          func() (io.ReadCloser, error) { return st.Upload(t.Context(), "imports/a") },
	} {
		f, err := open()
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(f); err != nil || string(got) != what {
			t.Errorf("%q came back as %q, %v", what, got, err)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

// putAnswer keeps an answer about a notice.
func putAnswer(t *testing.T, st *sqlite.Store, n *models.Notice) error {
	return st.InTx(ctx(t), func(tx store.Tx) error {
		return tx.PutAnswer(ctx(t), &models.KeptAnswer{Key: "k", Subject: n.Name, Content: []byte("电话里听出是同一口音")})
	})
}

// found returns the texts that some file below dir holds as they are.
func found(t *testing.T, dir string, texts ...string) (there []string) {
	t.Helper()
	for _, text := range texts {
		err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			content, err := os.ReadFile(path)
			if bytes.Contains(content, []byte(text)) {
				there = append(there, path+" holds "+text)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return there
}

func TestNothingIsReadableInTheFiles(t *testing.T) {
	dir := t.TempDir()
	st := open(t, dir)
	r, n := fill(t, st)
	same(t, st, r, n)
	if there := found(t, dir, append(secrets, vector(r.Photos[0].Faces[0].Embedding)[:32])...); len(there) > 0 {
		t.Error(there)
	}
}

// A folder of before there were keys is sealed when it is opened, and one that was cut
// off at it is sealed to the end.
func TestPlainFolderIsSealed(t *testing.T) {
	dir := t.TempDir()
	st, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	r, n := fill(t, st)
	makePlain(t, dir, r, n)
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	if there := found(t, dir, secrets...); len(there) < len(secrets) {
		t.Fatalf("the folder is not plain: %v", there)
	}
	cut, cancel := context.WithCancel(t.Context())
	_, err = sqlite.Open(cut, dir, sqlstore.WithProgress(func(int) { cancel() }))
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("cut off: %v", err)
	}
	done := 0
	st = open(t, dir, sqlstore.WithProgress(func(n int) { done = n }))
	if err := putAnswer(t, st, n); err != nil {
		t.Fatal(err)
	}
	same(t, st, r, n)
	if there := found(t, dir, append(secrets, vector(r.Photos[0].Faces[0].Embedding))...); len(there) > 0 || done == 0 {
		t.Errorf("after %d: %v", done, there)
	}
}

// makePlain brings the folder into the form that it had before there were keys.
func makePlain(t *testing.T, dir string, r *models.Record, n *models.Notice) {
	t.Helper()
	db := raw(t, dir)
	execute(t, db, "UPDATE subjects SET sealed = x'', doc = ? WHERE name = ?",
		`{"externalId":"E-1","person":{"names":[{"text":"柳望舒","kind":"HEARD"}],"sex":"FEMALE","ageMin":60,"accent":"江淮官话",`+
			`"marks":[{"text":"左眉上方一道疤","kind":"SCAR","site":"EYEBROW","side":"LEFT"}],"appearance":"短发，花白，身材瘦小，走路略跛",`+
			`"narrative":"我家门口有条河，河边有座石桥，我们都叫它老桥。"},"station":"青石站","foundDate":"2020-01-01",`+
			`"foundPlace":{"text":"青石县客运站","code":"999901"}}`, r.Name)
	execute(t, db, "UPDATE subjects SET sealed = x'', doc = ? WHERE name = ?",
		`{"source":"测试","contacts":[{"name":"柳小舟","relation":"女儿","phone":"000-1234"}]}`, n.Name)
	for i, f := range r.Photos[0].Faces {
		execute(t, db, "UPDATE faces SET embedding = ? WHERE position = ?", []byte(vector(f.Embedding)), i)
	}
	for i, o := range r.Photos[0].Faces[0].Others {
		execute(t, db, "UPDATE embeddings SET embedding = ? WHERE position = ?", []byte(vector(o.Vector)), i)
	}
	execute(t, db, "DELETE FROM answers") // there were none
	match := `{"record":"` + r.Name + `","notice":"` + n.Name + `","evidence":[{"feature":"accent","reason":{"Zh":"电话里听出是同一口音"}}]}`
	execute(t, db, "UPDATE cases SET sealed = x'', match = ?", match)
	execute(t, db, "UPDATE case_steps SET sealed = x'', doc = json_object('number', number, 'kind', 'VERIFY', 'to', 'VERIFYING', 'reason', ?)", "电话里听出是同一口音")
	execute(t, db, "UPDATE alerts SET sealed = x'', doc = json_object('case', doc ->> '$.case', 'match', json(?))", match)
	sum := r.Photos[0].SHA256
	for file, content := range map[string]string{
		filepath.Join(dir, "blobs", sum[:2], sum[2:]):       "the very bytes of a picture",
		filepath.Join(dir, "uploads", "imports%2Fa.upload"): "a row of an upload",
	} {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(filepath.Join(dir, "keys.json")); err != nil {
		t.Fatal(err)
	}
}

func TestRotateKeys(t *testing.T) {
	dir := t.TempDir()
	st := open(t, dir)
	r, n := fill(t, st)
	before, err := os.ReadFile(dir + ".key")
	if err != nil {
		t.Fatal(err)
	}
	cut, cancel := context.WithCancel(t.Context())
	if err := st.RotateKeys(cut, func(int) { cancel() }); !errors.Is(err, context.Canceled) {
		t.Fatalf("cut off: %v", err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	st = open(t, dir)
	if !st.Keyring().Rotating() {
		t.Error("nothing tells that the rotation was cut off")
	}
	same(t, st, r, n)
	if err := st.RotateKeys(t.Context(), func(int) {}); err != nil {
		t.Fatal(err)
	}
	if st.Keyring().Rotating() {
		t.Error("the rotation does not end")
	}
	same(t, st, r, n)
	if after, err := os.ReadFile(dir + ".key"); err != nil || bytes.Equal(before, after) {
		t.Errorf("the master key stayed, %v", err)
	}
	again := open(t, dir) // beside the first: only what is on disk counts
	same(t, again, r, n)
}

// A folder whose master key is gone is left as it is, and nothing new is made.
func TestWithoutTheKey(t *testing.T) {
	dir := t.TempDir()
	st, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	fill(t, st)
	if err := errors.Join(st.Close(), os.Remove(dir+".key")); err != nil {
		t.Fatal(err)
	}
	_, err = sqlite.Open(t.Context(), dir)
	wantErr(t, err, models.ErrKey)
	if _, err := os.Stat(dir + ".key"); !os.IsNotExist(err) {
		t.Errorf("a new key was made: %v", err)
	}
}

func vector(v []float32) string {
	b := make([]byte, 4*len(v))
	for i, x := range v {
		binary.LittleEndian.PutUint32(b[4*i:], math.Float32bits(x))
	}
	return string(b)
}

// Without keys.json nothing that is sealed can be read: it is asked for, and no new one
// is made in its place.
func TestWithoutTheDataKeys(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	st, err := sqlite.Open(ctx(t), dir)
	if err != nil {
		t.Fatal(err)
	}
	r, n := fill(t, st)
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "keys.json")
	if err := os.Rename(file, file+".away"); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Open(ctx(t), dir); !errors.Is(err, models.ErrKey) {
		t.Fatalf("opened without keys.json: %v", err)
	}
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("a new keys.json was made: %v", err)
	}
	if err := os.Rename(file+".away", file); err != nil {
		t.Fatal(err)
	}
	if st, err = sqlite.Open(ctx(t), dir); err != nil {
		t.Fatal(err)
	}
	same(t, st, r, n)
	if err := st.Close(); err != nil {
		t.Error(err)
	}
}
