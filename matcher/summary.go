package matcher

import (
	"context"
	"fmt"

	"github.com/guitu-project/guitu/models"
)

// Summaries reads several files of either side at once, for a list to show in short: those of
// the named that the actor may look at, by name, masked as Get masks them. A name that
// is another area's, or gone, is left out.
func (s *Service) Summaries(ctx context.Context, names []string) (map[string]models.Subject, error) {
	sides := map[models.Kind][]string{}
	for _, name := range names {
		if kind, ok := models.KindOf(name); ok {
			sides[kind] = append(sides[kind], name)
		}
	}
	shown := make(map[string]models.Subject, len(names))
	err := summarise(ctx, s.Records, sides[models.Records], shown)
	if err == nil {
		err = summarise(ctx, s.Notices, sides[models.Notices], shown)
	}
	if err != nil {
		return nil, fmt.Errorf("summaries: %w", err)
	}
	if len(shown) == 0 {
		return shown, nil
	}
	read := make([]string, 0, len(shown))
	for _, name := range names {
		if _, ok := shown[name]; ok {
			read = append(read, name)
		}
	}
	return shown, s.audit(ctx, models.ActionList, "summaries", read...)
}

func summarise[T models.Subject](ctx context.Context, r *Registry[T], names []string, shown map[string]models.Subject) error {
	visible, err := r.seen(ctx, r.kind, names)
	if err != nil || len(visible) == 0 {
		return err
	}
	files, err := r.files.GetAll(ctx, visible)
	if err == nil {
		err = r.show(ctx, files...)
	}
	for _, f := range files {
		shown[f.Common().Name] = f
	}
	return err
}
