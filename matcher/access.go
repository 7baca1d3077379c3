package matcher

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// access holds what an actor may do with people: the one place where areas decide. Which
// role may do what at all stands in models/roles.go.
//
// A record of another area is models.ErrNotFound, just as one that never was: an
// answer must not tell which ids exist. Notices are looked for in the whole country,
// so everyone knows that they exist, and changing another's is models.ErrPermission.
type access struct{ models.Actor }

func accessOf(ctx context.Context) (access, error) {
	actor, err := models.ActorFrom(ctx)
	return access{actor}, err
}

// sees reports whether the actor may look at s: at records found in their areas or of
// their station, and at notices.
func (a access) sees(s models.Subject) bool {
	if !a.Role.May(models.ReadPeople) {
		return false
	}
	r, ok := s.(*models.Record)
	return !ok || a.seesAt(r.Station, r.FoundPlace.Code)
}

// seesAt reports whether the actor may look at records of a station, of people found in an area.
func (a access) seesAt(station, area string) bool {
	return a.Role.May(models.ReadPeople) && (a.Areas.Cover(area) || a.Station != "" && a.Station == station)
}

// keeps reports whether the actor may change s: records that they see, and notices of
// people who went missing in their areas or come from there.
func (a access) keeps(s models.Subject) bool {
	if !a.sees(s) || !a.Role.May(models.WritePermission(s.Kind())) {
		return false
	}
	n, ok := s.(*models.Notice)
	return !ok || a.covers(n.MissingPlace, n.Person.NativePlace)
}

func (a access) covers(places ...models.Place) bool {
	return slices.ContainsFunc(places, func(p models.Place) bool { return a.Areas.Cover(p.Code) })
}

// within returns what the actor sees of a side, as a filter; nil is all.
func (a access) within(kind models.Kind) *store.AreaScope {
	if kind != models.Records || a.Areas == models.Nationwide && a.Role.May(models.ReadPeople) {
		return nil
	}
	if !a.Role.May(models.ReadPeople) {
		return &store.AreaScope{}
	}
	return &store.AreaScope{Areas: a.Areas, Station: a.Station}
}

// mustSee returns nil if the actor in ctx may look at s. Errors: models.ErrNotFound.
func mustSee(ctx context.Context, s models.Subject) error {
	a, err := accessOf(ctx)
	if err == nil && !a.sees(s) {
		err = fmt.Errorf("of another area: %w", models.ErrNotFound)
	}
	return err
}

// mustKeep returns nil if the actor in ctx may change s, which they see, or make it.
// Errors: models.ErrPermission.
func mustKeep(ctx context.Context, s models.Subject) error {
	a, err := accessOf(ctx)
	switch {
	case err != nil:
		return err
	case a.keeps(s):
		return nil
	case !a.Role.May(models.WritePermission(s.Kind())):
		return mustKeepSide(a, s.Kind())
	case s.Kind() == models.Records:
		return models.Refused(models.ErrPermission, "发现地不在您的辖区，也不是本站的受助人员", "the person was not found in your areas, and the record is not of your station")
	}
	return models.Refused(models.ErrPermission, "走失地和籍贯都不在您的辖区", "neither the missing place nor the native place lies in your areas")
}

// errAccessEnded says that an actor may no longer do what was begun in their name.
var errAccessEnded = errors.New("the actor's access has ended or changed")

// stillAdmitted returns errAccessEnded when the account in whose name long work goes on
// was disabled, or is of another role or other areas than when it began. Errors:
// errAccessEnded and those of the store.
func (d *core) stillAdmitted(ctx context.Context, a models.Actor) error {
	if !strings.HasPrefix(a.ID, "users/") { // the administrator's token
		return nil
	}
	u, err := d.store.User(ctx, a.ID)
	if isGone(err) {
		return errAccessEnded
	}
	if err != nil {
		return err
	}
	now := u.Actor()
	now.Via = a.Via
	if !u.Active() || now != a {
		return errAccessEnded
	}
	return nil
}

// readable reads a file that the actor in ctx may look at: one of the store's, or as a
// transaction sees it. Errors: models.ErrNotFound.
func readable[T models.Subject](ctx context.Context, files store.Files[T], name string) (T, error) {
	s, err := files.Get(ctx, name)
	if err == nil {
		err = mustSee(ctx, s)
	}
	return s, err
}

// changeable is readable for a file that the actor may change, too.
// Errors: models.ErrNotFound, models.ErrPermission.
func changeable[T models.Subject](ctx context.Context, files store.Files[T], name string) (T, error) {
	s, err := readable(ctx, files, name)
	if err == nil {
		err = mustKeep(ctx, s)
	}
	return s, err
}

// mustKeepSide returns nil if the actor's role may change a side at all.
func mustKeepSide(a access, kind models.Kind) error {
	if a.Role.May(models.WritePermission(kind)) {
		return nil
	}
	zh, en := "受助人员", "records"
	if kind == models.Notices {
		zh, en = "寻亲启事", "notices"
	}
	return models.Refused(models.ErrPermission, fmt.Sprintf("您的角色（%s）不能修改%s", a.Role, zh), fmt.Sprintf("your role (%s) may not change %s", a.Role, en))
}

// mustBring returns nil if the actor may bring the photos: embeddings of faces, which
// no one can look at, come from administrators only.
func mustBring(ctx context.Context, photos []models.Photo) error {
	a, err := accessOf(ctx)
	if err != nil || a.Role.May(models.Administer) {
		return err
	}
	for _, p := range photos {
		if p.Name == "" && len(p.Content) == 0 && hasEmbedding(p) {
			return models.Refused(models.ErrPermission, "只有管理员可以直接导入人脸特征，请上传照片", "only administrators may bring embeddings: upload the picture")
		}
	}
	return nil
}

func hasEmbedding(p models.Photo) bool {
	return slices.ContainsFunc(p.Faces, func(f models.Face) bool { return len(f.Embedding) > 0 })
}

// seen keeps those names of a side that the actor may look at, in their order.
func (d *core) seen(ctx context.Context, kind models.Kind, names []string) ([]string, error) {
	a, err := accessOf(ctx)
	if err != nil {
		return nil, err
	}
	within := a.within(kind)
	if within == nil {
		return names, nil
	}
	visible, err := d.store.Records().NamesWithin(ctx, names, *within)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !visible[name] }), nil
}
