package matcher

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// A number (externalId) is its writer's within an origin. Who writes a number that a file
// has which they do not keep is not told so: theirs is another file, of another owner.

// owner returns by what the actor's numbers are told apart from those of others.
func (a access) owner() string {
	if a.Station != "" {
		return "station " + a.Station
	}
	return "areas " + string(a.Areas)
}

// kept returns the file with the origin and number of s that the actor keeps; mine is false
// if others alone have that number, or no one.
func (r *Registry[T]) kept(ctx context.Context, w store.Files[T], s T) (stored T, mine bool, err error) {
	all, err := w.LookupAll(ctx, s.Origin(), s.Common().ExternalID)
	if err != nil {
		return stored, false, err
	}
	for _, held := range all {
		switch err := mustKeep(ctx, held); {
		case err == nil:
			return held, true, nil
		case !errors.Is(err, models.ErrPermission) && !isGone(err):
			return stored, false, err
		}
	}
	return stored, false, nil
}

// create stores a new file. Errors: models.ErrExists (the actor keeps one of that number).
func (r *Registry[T]) create(ctx context.Context, w store.Writer[T], s T) error {
	return r.claim(ctx, w, s, w.Create)
}

// update stores a changed file; errors as of create.
func (r *Registry[T]) update(ctx context.Context, w store.Writer[T], s T) error {
	return r.claim(ctx, w, s, w.Update)
}

func (r *Registry[T]) claim(ctx context.Context, w store.Writer[T], s T, write func(context.Context, T) error) error {
	err := write(ctx, s)
	if !errors.Is(err, models.ErrExists) {
		return err
	}
	a, e := accessOf(ctx)
	if e != nil {
		return e
	}
	if stored, mine, e := r.kept(ctx, w, s); e != nil || mine && stored.Common().Name != s.Common().Name {
		return errors.Join(e, err)
	}
	s.Common().Owner = a.owner()
	return write(ctx, s)
}

// stationsAge is how long it is remembered whose a station is.
const stationsAge = time.Minute

// stations remembers which areas the people of each station work for.
type stations struct {
	mu   sync.Mutex
	read time.Time
	of   map[string][]models.Areas
}

// mustSpeakFor returns nil if the actor may write a file under the name of a station, or it
// had that name before. Notices are no one's but their source's.
// Errors: models.ErrPermission.
func (r *Registry[T]) mustSpeakFor(ctx context.Context, station, before string) error {
	if r.kind != models.Records || station == before {
		return nil
	}
	return r.core.mustSpeakFor(ctx, station)
}

// mustSpeakFor returns nil if the actor may write under the name of a station: their own,
// one of their areas, or one that no one has an account of. The one who is of a station speaks
// for that alone. Errors: models.ErrPermission.
func (d *core) mustSpeakFor(ctx context.Context, station string) error {
	a, err := accessOf(ctx)
	if err != nil || station == "" || station == a.Station || a.Areas == models.Nationwide {
		return err
	}
	refused := models.Refused(models.ErrPermission, "不能以其他救助站的名义登记或办理：请填本站名称，或由该站办理", "this is in another station's name: write your own, or leave it to that station")
	if a.Station != "" {
		return refused
	}
	areas, err := d.areasOf(ctx, station)
	if err != nil || len(areas) == 0 || slices.ContainsFunc(areas, func(of models.Areas) bool { return meet(of, a.Areas) }) {
		return err
	}
	return refused
}

// meet reports whether some place lies in both.
func meet(a, b models.Areas) bool {
	return slices.ContainsFunc(a.List(), b.Cover) || slices.ContainsFunc(b.List(), a.Cover)
}

// areasOf returns the areas of the people of a station.
func (d *core) areasOf(ctx context.Context, station string) ([]models.Areas, error) {
	d.stations.mu.Lock()
	defer d.stations.mu.Unlock()
	now := d.clock()
	if d.stations.of != nil && now.Sub(d.stations.read).Abs() < stationsAge {
		return d.stations.of[station], nil
	}
	of := map[string][]models.Areas{}
	const page = 1000
	for token, more := "", true; more; more = token != "" {
		users, next, err := d.store.ListUsers(ctx, page, token)
		if err != nil {
			return nil, err
		}
		for _, u := range users {
			if u.Station != "" && u.Active() && !slices.Contains(of[u.Station], u.Areas) {
				of[u.Station] = append(of[u.Station], u.Areas)
			}
		}
		token = next
	}
	d.stations.of, d.stations.read = of, now
	return of[station], nil
}
