package matcher_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// A number that a file of others has is taken like any other: neither a registration, nor a
// change, nor an upload tells that it is there; one's own is refused.
func TestNumbersOfOthersAreNotTold(t *testing.T) {
	w := open(t, nil)
	const number = "510107198005171234"
	actor := func(area models.Areas) models.Actor {
		return models.Actor{ID: "users/" + string(area), Role: models.RolePolice, Areas: area}
	}
	in51, in42 := models.WithActor(t.Context(), actor("51")), models.WithActor(t.Context(), actor("42"))
	notice := func(code, text, id string) *models.Notice {
		n := named("许花东", id)
		n.MissingPlace = models.Place{Text: text, Code: code}
		return n
	}
	first := must2(w.Notices.Register(in51, notice("510107", "成都市武侯区", number)))(t)
	second := must2(w.Notices.Register(in42, notice("420106", "武汉市武昌区", number)))(t)
	if _, _, err := w.Notices.Register(in42, notice("420106", "武汉市武昌区", number)); !errors.Is(err, models.ErrExists) {
		t.Errorf("one's own number twice: %v", err)
	}
	other := must2(w.Notices.Register(in42, notice("420106", "武汉市武昌区", "free")))(t)
	if _, err := w.Notices.Change(in42, other.Name, "", func(n *models.Notice) error { n.ExternalID = number; return nil }); !errors.Is(err, models.ErrExists) {
		t.Errorf("changed to one's own number: %v", err)
	}
	third := must2(w.Notices.Register(in51, notice("510107", "成都市武侯区", "mine")))(t)
	second.ExternalID = "hidden"
	if _, err := w.Notices.Change(in42, second.Name, "", func(n *models.Notice) error { n.ExternalID = "mine"; return nil }); err != nil {
		t.Errorf("changed to a number of others: %v", err)
	}
	for ctx, want := range map[string]int{"51": 1, "42": 0} { // by now it is another's
		page, _, err := w.Notices.List(models.WithActor(t.Context(), actor(models.Areas(ctx))), store.Filter{ExternalID: number}, 10, "")
		if err != nil || len(page) != want {
			t.Errorf("who works in %s finds %d by a masked number, %v", ctx, len(page), err)
		}
	}
	_, _ = first, third
}

// No one writes under the name of another station.
func TestNobodySpeaksForAnotherStation(t *testing.T) {
	w := open(t, nil)
	err := w.store.InTx(w.ctx, func(tx store.Tx) error {
		return tx.PutUser(w.ctx, &models.User{Login: "han", Role: models.RoleStation, Areas: "4201", Station: "武汉市救助站"})
	})
	if err != nil {
		t.Fatal(err)
	}
	record := func(station string) *models.Record {
		r := heard("许花东")
		r.Station, r.FoundPlace = station, models.Place{Text: "成都市武侯区", Code: "510107"}
		return r
	}
	for _, c := range []struct {
		actor   models.Actor
		station string
		refused bool
	}{
		{models.Actor{ID: "users/a", Role: models.RoleStation, Areas: "5101", Station: "成都市救助站"}, "成都市救助站", false},
		{models.Actor{ID: "users/a", Role: models.RoleStation, Areas: "5101", Station: "成都市救助站"}, "武汉市救助站", true},
		{models.Actor{ID: "users/a", Role: models.RoleStation, Areas: "5101", Station: "成都市救助站"}, "", false},
		{models.Actor{ID: "users/b", Role: models.RoleSupervisor, Areas: "51"}, "武汉市救助站", true},
		{models.Actor{ID: "users/b", Role: models.RoleSupervisor, Areas: "51"}, "成都市救助站", false},
		{models.Actor{ID: "users/c", Role: models.RoleSupervisor, Areas: "42 51"}, "武汉市救助站", false},
		{models.Actor{ID: "users/d", Role: models.RoleAdmin, Areas: models.Nationwide}, "武汉市救助站", false},
	} {
		ctx := models.WithActor(t.Context(), c.actor)
		_, _, err := w.Records.Register(ctx, record(c.station))
		if errors.Is(err, models.ErrPermission) != c.refused || err != nil && !c.refused {
			t.Errorf("%+v writes for %q: %v", c.actor, c.station, err)
		}
	}
	// A file of the area keeps its station when it is changed, and does not get another.
	r := must2(w.Records.Register(w.ctx, record("武侯站")))(t)
	ctx := models.WithActor(t.Context(), models.Actor{ID: "users/a", Role: models.RoleStation, Areas: "5101", Station: "成都市救助站"})
	if _, err := w.Records.Change(ctx, r.Name, "", func(r *models.Record) error { r.Circumstances = "在车站"; return nil }); err != nil {
		t.Errorf("a record of the area cannot be changed: %v", err)
	}
	_, err = w.Records.Change(ctx, r.Name, "", func(r *models.Record) error { r.Station = "武汉市救助站"; return nil })
	if !errors.Is(err, models.ErrPermission) || !strings.Contains(err.Error(), "其他救助站") {
		t.Errorf("a record was given to another station: %v", err)
	}
	// Nor does a lead become another station's record.
	for station, refused := range map[string]bool{"成都市救助站": false, "武汉市救助站": true} {
		lead := &models.Lead{Docket: models.Docket{Station: station, Place: models.Place{Text: "成都市武侯区", Code: "510107"}}, Source: models.SourceCitizen}
		lead.Person.Names = []models.PersonName{{Text: "许花东"}}
		seen := must(w.Begin(ctx, lead, models.Act{Kind: models.ActReport}))(t)
		_, err := w.Act(ctx, seen.Head().Name, "", models.Act{Kind: models.ActRegister})
		if errors.Is(err, models.ErrPermission) != refused || err != nil && !refused {
			t.Errorf("a lead becomes a record of %q: %v", station, err)
		}
	}
}

// A photo too many is refused before its bytes take up room.
func TestAPhotoTooManyIsNotKept(t *testing.T) {
	w := open(t, nil)
	r := heard("许花东")
	for i := range models.MaxPhotos {
		r.Photos = append(r.Photos, models.Photo{Content: fmt.Append(nil, "picture ", i)})
	}
	stored := must2(w.Records.Register(w.ctx, r))(t)
	content := []byte("one picture too many")
	if _, _, err := w.Records.AddPhoto(w.ctx, stored.Name, models.Photo{Content: content}); !errors.Is(err, models.ErrInvalid) {
		t.Errorf("one more: %v", err)
	}
	if b, err := w.store.Blob(w.ctx, fmt.Sprintf("%x", sha256.Sum256(content))); err == nil {
		_ = b.Close()
		t.Error("the refused picture is kept")
	}
}
