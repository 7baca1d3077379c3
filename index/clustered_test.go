package index

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/guitu-project/guitu/index/partition"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// openHeld opens some of four partitions, which follow the store until ctx ends.
func openHeld(t *testing.T, ctx context.Context, source store.Reader, held ...int) *Held { //nolint:revive // the test comes first
	t.Helper()
	h, err := OpenHeld(t.TempDir(), source, feature.NewScorer(feature.DefaultParams()), unsealed{}, slog.New(slog.DiscardHandler), 4, held...)
	if err == nil {
		err = h.Load(ctx, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// Whoever is erased is in no process, file or epoch any more, though others' faces were held against
// theirs; and searches are refused while partitions are lacking, or what is common is not counted.
func TestClustered(t *testing.T) {
	st, ctx := openStore(t)
	r := rand.New(rand.NewPCG(1, 1))
	const people = 560 // of whom so many have a face as a cohort wants
	err := st.InTx(ctx, func(tx store.Tx) error {
		for i := range people {
			n := &models.Notice{MissingDate: "2020"}
			n.Person = models.Person{Names: []models.PersonName{{Text: "李" + string([]rune("建国秀英志强桂兰花华")[i%10])}}, Sex: models.Male}
			v := make([]float32, 128)
			for k := range v {
				v[k] = float32(r.NormFloat64() / 12)
			}
			n.Photos = []models.Photo{{Faces: []models.Face{{Quality: .8, Embedding: v, Model: models.ModelDlib}}}}
			if err := tx.NoticeWriter().Create(ctx, n); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	work, stop := context.WithCancel(ctx)
	var running errgroup.Group
	processes := []*Held{openHeld(t, ctx, st, 1, 0), openHeld(t, ctx, st, 2, 3), openHeld(t, ctx, st, 0, 1)}
	var members []partition.Member
	for i, h := range processes {
		running.Go(func() error { return h.Follow(work) })
		members = append(members, partition.Member{Name: fmt.Sprint(i), Process: h})
	}
	log, scorer := slog.New(slog.DiscardHandler), feature.NewScorer(feature.DefaultParams())
	for says, some := range map[string][]partition.Member{
		"2 of 4 partitions": {members[0], members[2]}, "none in common": {members[0], {Name: "more", Process: openHeld(t, ctx, st, 1, 2, 3)}},
	} {
		if err := partition.NewCluster(scorer, log, some...).Refresh(ctx); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v, want %s", err, says)
		}
	}
	c := partition.NewCluster(scorer, log, members...)
	x, err := OpenClustered(t.TempDir(), st, scorer, unsealed{}, log, c)
	if err == nil {
		err = x.Load(ctx, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	probe := func() *feature.Probe { return scorer.Probe(feature.ProfileOf(&models.Record{})) }
	if found, err := x.Candidates(ctx, probe(), models.Notices, 20); !errors.Is(err, models.ErrUnavailable) {
		t.Errorf("nothing is counted, and %d are found, %v", len(found), err)
	}
	for _, job := range []func(context.Context) error{x.Follow, c.Run, c.Lead} {
		running.Go(func() error { return job(work) })
	}
	for c.Why() != nil && t.Context().Err() == nil {
		time.Sleep(20 * time.Millisecond)
	}
	before := c.Epoch()
	if found, err := x.Candidates(ctx, probe(), models.Notices, 20); err != nil || len(found) != 300 || x.OpenCount(models.Notices) != people {
		t.Fatalf("%d of %d are found, %v", len(found), x.OpenCount(models.Notices), err)
	}
	notices, _, err := st.Notices().List(ctx, store.Filter{}, people, "")
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(notices, func(n *models.Notice) bool { return processes[0].epochs[0].Holds([]string{n.Name}) })
	if at < 0 {
		t.Fatal("nobody's face is held against others")
	}
	erased := notices[at].Name
	if err := st.InTx(ctx, func(tx store.Tx) error { return tx.NoticeWriter().Delete(ctx, erased, "") }); err != nil {
		t.Fatal(err)
	}
	put(t, ctx, st, "王五") // a file names the last change that is in it
	catchUp(t, ctx, x, st)
	if x.Profile(erased) != nil {
		t.Error("who was erased is found")
	}
	for !x.HasWords() && t.Context().Err() == nil {
		time.Sleep(20 * time.Millisecond)
	}
	if err := x.Purge(ctx, []string{erased}); err != nil {
		t.Fatal(err)
	}
	if c.Epoch() <= before || probe().Epoch() != c.Epoch() {
		t.Errorf("epoch %d after %d", c.Epoch(), before)
	}
	for i, h := range processes {
		if slices.ContainsFunc(h.epochs, func(e *epoch) bool { return e.Holds([]string{erased}) }) || h.Profile(erased) != nil {
			t.Errorf("process %d has who was erased", i)
		}
		if file, err := os.ReadFile(filepath.Join(h.dir, "scan")); err != nil || bytes.Contains(file, []byte(erased)) {
			t.Errorf("the file of process %d has who was erased, %v", i, err)
		}
	}
	if found, err := x.Candidates(ctx, probe(), models.Notices, 20); err != nil || len(found) != 300 {
		t.Errorf("%d are found, %v", len(found), err)
	}
	stop()
	if err := running.Wait(); err != nil {
		t.Error(err)
	}
	for _, y := range []*Index{processes[0].Index, processes[1].Index, processes[2].Index, x} {
		if err := y.Close(); err != nil {
			t.Error(err)
		}
	}
}
