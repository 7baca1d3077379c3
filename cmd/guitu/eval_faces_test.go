//go:build !nodlib && cgo

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/draw"
	"golang.org/x/sync/errgroup"

	"github.com/guitu-project/guitu/faces"
	"github.com/guitu-project/guitu/matcher/eval"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// portraits returns the people of the group photos, a face each: the woman who is in two of
// them has two.
func portraits(t *testing.T) map[string][]image.Image {
	t.Helper()
	analyzer, err := faces.Open(faces.Config{ModelDir: testCache(t, "models")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := analyzer.Close(); err != nil {
			t.Error(err)
		}
	}()
	var photos [6]models.Photo
	var work errgroup.Group
	for n := range photos {
		photos[n].Content = readFile(t, testCache(t, "testdata", "faces", fmt.Sprintf("sample%d.jpg", n+1)))
		work.Go(func() error { return analyzer.Analyze(context.Background(), &photos[n]) })
	}
	if err := work.Wait(); err != nil {
		t.Fatal(err)
	}
	people := map[string][]image.Image{}
	for n := range photos {
		whole, err := jpeg.Decode(bytes.NewReader(photos[n].Content))
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range photos[n].Faces {
			name := fmt.Sprintf("sample%d-%d", n+1, i)
			if n+1 == 3 && i == sheInSample3 {
				name = fmt.Sprintf("sample1-%d", sheInSample1)
			}
			people[name] = append(people[name], cutOut(whole, f.Box))
		}
	}
	return people
}

// cutOut returns a face of a picture with some room about it.
func cutOut(whole image.Image, box models.Box) image.Image {
	const room = .35
	w, h := float64(whole.Bounds().Dx()), float64(whole.Bounds().Dy())
	cut := image.Rect(int(w*(box.X-room*box.Width)), int(h*(box.Y-room*box.Height)),
		int(w*(box.X+(1+room)*box.Width)), int(h*(box.Y+(1+room)*box.Height))).Intersect(whole.Bounds())
	crop := image.NewRGBA(image.Rect(0, 0, cut.Dx(), cut.Dy()))
	draw.Draw(crop, crop.Rect, whole, cut.Min, draw.Src)
	return crop
}

// worse returns a picture shrunk to a share of its size, darker, and saved poorly.
func worse(t *testing.T, picture image.Image, share float64, shade uint8, quality int) []byte {
	t.Helper()
	b := picture.Bounds()
	small := image.NewRGBA(image.Rect(0, 0, int(share*float64(b.Dx())), int(share*float64(b.Dy()))))
	draw.CatmullRom.Scale(small, small.Rect, picture, b, draw.Src, nil)
	draw.Draw(small, small.Rect, image.NewUniform(color.NRGBA{A: shade}), image.Point{}, draw.Over)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, small, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// faceFolder returns a folder per person in two groups, with every face in two or three
// pictures of sinking quality.
func faceFolder(t *testing.T, faces map[string][]image.Image) (dir string, people, photos int) {
	t.Helper()
	dir = t.TempDir()
	for name, list := range faces {
		group, pictures := "甲", 3
		if name >= "sample4" {
			group, pictures = "乙", 2
		}
		people++
		for i, face := range list {
			for k, content := range [][]byte{encode(t, face), worse(t, face, .4, 90, 40), worse(t, face, .8, 40, 60)}[:pictures] {
				put(t, filepath.Join(dir, group, name, fmt.Sprintf("%d%d.jpg", i, k)), content)
				photos++
			}
		}
	}
	return dir, people, photos
}

func put(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestEvalFaces(t *testing.T) {
	faces := portraits(t)
	t.Run("all models", func(t *testing.T) { measureAll(t, faces) })
	refuseFaces(t, faces["sample1-0"][0])
}

// All models side by side, through the command, on the photos of the tests.
func measureAll(t *testing.T, faces map[string][]image.Image) {
	dir, people, photos := faceFolder(t, faces)
	put(t, filepath.Join(dir, "甲", "sample1-0", "no picture.jpg"), []byte("hello, I am no picture"))
	put(t, filepath.Join(dir, "乙", "sample4-0", "nobody.jpg"), encode(t, image.NewRGBA(image.Rect(0, 0, 300, 300))))
	put(t, filepath.Join(dir, "readme.txt"), []byte("whose photos these are"))
	put(t, filepath.Join(dir, "乙", "sample4-0", ".hidden"), nil)
	out, data := t.TempDir(), t.TempDir()
	page, text, fit := filepath.Join(out, "faces.html"), filepath.Join(out, "faces.json"), filepath.Join(out, "fit.json")
	code, said, errs := run(t, "eval", "faces", dir, "-q", "--data", data, "--models", testCache(t, "models"), "--html", page, "--json", text, "--fit", fit)
	if code != 0 {
		t.Fatalf("exit %d: %s", code, errs)
	}
	t.Log(said)
	first, _, _ := strings.Cut(said, "\n")
	if !strings.Contains(first, fmt.Sprintf("%d 人", people)) || !strings.Contains(first, "faces of") {
		t.Errorf("the first line is %q", first)
	}
	for _, want := range []string{
		models.ModelFR + " z", models.ModelMobileFaceNet + " z", models.ModelDlib + " d²", "all together, weighed", "甲: ", "乙: ", "TAR at FAR 1e-2", "measured): 3", "px",
		"no picture.jpg: 无法读取", "nobody.jpg: 没有看到人脸 (no face was seen)", "readme.txt: 不在个人文件夹里", "below 500", "尚未启用", "Raw.Adult", fit,
	} {
		if !strings.Contains(said, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	if strings.Contains(said, ".hidden") {
		t.Error("a hidden file counts as a photo")
	}
	checkFaceReport(t, readFile(t, text), people, photos)
	if html := string(readFile(t, page)); strings.Count(html, "<polyline") < 15 || !strings.Contains(html, "no picture.jpg") || strings.Contains(html, "ZgotmplZ") {
		t.Errorf("the page has %d curves", strings.Count(html, "<polyline"))
	}
	expect(t, 0, []string{"params", "use", fit, "--data", data}, "faces-")
	p, err := readParams(fit)
	if err != nil {
		t.Fatal(err)
	}
	built := feature.DefaultParams()
	for _, model := range []string{models.ModelFR, models.ModelMobileFaceNet, models.ModelDlib} {
		if p.Face[model].Raw.Adult == built.Face[model].Raw.Adult || p.Face[model].Z.Adult != built.Face[model].Z.Adult || p.Face[model].Raw.Child != built.Face[model].Raw.Child {
			t.Errorf("%s: %+v; only the curve without a gallery may have changed, for the gallery is small", model, p.Face[model])
		}
	}
}

func checkFaceReport(t *testing.T, text []byte, people, photos int) {
	t.Helper()
	var r eval.FaceReport
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	if r.People != people || r.Photos > photos || r.Photos < photos*9/10 || len(r.Groups) != 3 || len(r.Left) < 3 || !r.Complete || len(r.Models) != 3 || r.Models[0].Model != models.ModelFR {
		t.Fatalf("%d people, %d photos, %d groups, models %+v, left %+v; want %d people, %d photos", r.People, r.Photos, len(r.Groups), r.Models, r.Left, people, photos)
	}
	all := map[string]*eval.FaceResult{}
	for i := range r.Groups[0].Results {
		x := &r.Groups[0].Results[i]
		all[x.Title] = x
		if x.EER == nil || x.First == nil || x.EER.Low > x.EER.Value || x.EER.High < x.EER.Value || x.EER.Low == x.EER.High || len(x.Curve) == 0 || len(x.Bins) == 0 {
			t.Fatalf("%s: %+v", x.Title, x)
		}
		for k := range len(x.Curve) - 1 {
			if x.Curve[k][0] >= x.Curve[k+1][0] || x.Curve[k][1] > x.Curve[k+1][1] {
				t.Errorf("%s: the curve falls after %v", x.Title, x.Curve[k])
			}
		}
	}
	if len(all) != 3*len(r.Models)+1 {
		t.Errorf("%d rows, want three of each model and one of all", len(all))
	}
	for title, x := range all { // pictures of one photo are easy
		if x.EER.Value > .15 || x.FirstTen.Value < .85 || x.First.Value > x.FirstTen.Value || x.Probes < r.Models[2].Photos-people-5 {
			t.Errorf("%s: EER %s, first %s, among ten %s of %d", title, x.EER, x.First, x.FirstTen, x.Probes)
		}
	}
	if fr := all[models.ModelFR+" d²"]; fr.EER.Value > .05 || fr.First.Value < .9 || fr.At2.Value < .9 {
		t.Errorf("%+v", fr)
	}
	same := 0
	for _, w := range r.Widths {
		same += w.Same
	}
	if same != all["all together, weighed"].Same {
		t.Errorf("%d pairs by width, %d in all", same, all["all together, weighed"].Same)
	}
	if g := r.Groups[1]; g.Results[0].Common == nil || g.Results[0].Strangers >= all[g.Results[0].Title].Strangers {
		t.Errorf("%+v", g)
	}
}

// What cannot be measured is said in both languages.
func refuseFaces(t *testing.T, someone image.Image) {
	models := testCache(t, "models")
	folder := func(pictures map[string][]byte) string {
		dir := t.TempDir()
		for path, content := range pictures {
			put(t, filepath.Join(dir, path), content)
		}
		return dir
	}
	her, again := encode(t, someone), worse(t, someone, .8, 40, 60)
	one := folder(map[string][]byte{"a/1.jpg": her, "a/2.jpg": again, "b/3.jpg": []byte("no picture")})
	two := folder(map[string][]byte{"a/1.jpg": her, "a/2.jpg": again, "b/3.jpg": her})
	empty, flat := t.TempDir(), folder(map[string][]byte{"1.jpg": her})
	for what, c := range map[string]struct {
		dir  string
		want []string
	}{
		"no folder":     {filepath.Join(empty, "none"), []string{"不是可以读取的文件夹", "is not a folder"}},
		"a file":        {filepath.Join(flat, "1.jpg"), []string{"不是可以读取的文件夹", "is not a folder"}},
		"empty":         {empty, []string{"没有照片", "no photos"}},
		"no folders":    {flat, []string{"每人一个文件夹", "a folder per person"}},
		"one person":    {one, []string{"只有 1 人", "it takes two", "3.jpg: 无法读取"}},
		"without eyes":  {one, []string{"没有可用的人脸模型", "guitu face-models fetch"}},
		"fit of little": {two, []string{"照片太少", "30 pairs"}},
	} {
		args := []string{"eval", "faces", c.dir, "-q", "--data", t.TempDir(), "--models", models}
		switch what {
		case "without eyes":
			args[len(args)-1] = t.TempDir()
		case "fit of little":
			args = append(args, "--fit", filepath.Join(t.TempDir(), "fit.json"))
		}
		t.Run(what, func(t *testing.T) { expect(t, exitFailed, args, c.want...) })
	}
}
