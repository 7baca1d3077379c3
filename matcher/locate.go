package matcher

import (
	"context"
	"fmt"
	"strings"

	"github.com/guitu-project/guitu/matcher/places"
	"github.com/guitu-project/guitu/models"
)

// Limits of what is located at once: each name takes some ten milliseconds.
const (
	maxHeard     = 20
	maxHeardName = 50 // characters
)

// Locate ranks the counties in which heard place names lie together, best first.
// Errors: models.ErrInvalid (no names, too many, or too long).
func (s *Service) Locate(ctx context.Context, heard []string, accent string, limit int) ([]places.Located, error) {
	if _, err := models.ActorFrom(ctx); err != nil {
		return nil, err
	}
	if len(heard) == 0 || len(heard) > maxHeard {
		return nil, models.Invalid("heard", fmt.Sprintf("请给出 1 到 %d 个地名", maxHeard), fmt.Sprintf("give 1 to %d place names", maxHeard))
	}
	for i, h := range heard {
		if strings.TrimSpace(h) == "" || len([]rune(h)) > maxHeardName {
			return nil, models.Invalid(fmt.Sprintf("heard[%d]", i), fmt.Sprintf("地名应为 1 到 %d 字", maxHeardName), fmt.Sprintf("a place name has 1 to %d characters", maxHeardName))
		}
	}
	done, err := s.mayRead(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	found := places.Default().Locate(heard, accent, limit)
	for i := range found { // a county alone says little: 鼓楼区 of which city?
		found[i].Name = places.Default().FullName(found[i].Code)
	}
	return found, s.audit(ctx, models.ActionSearch, "places")
}

// CompletePlaces lists what a beginning may mean while it is typed, by full name. It is
// about no person, so the trail does not have it.
// Errors: models.ErrInvalid (too long).
func (s *Service) CompletePlaces(ctx context.Context, query string, limit int) ([]places.Area, error) {
	if _, err := models.ActorFrom(ctx); err != nil {
		return nil, err
	}
	if len([]rune(query)) > maxHeardName {
		return nil, models.Invalid("query", fmt.Sprintf("地名最多 %d 字", maxHeardName), fmt.Sprintf("a place has at most %d characters", maxHeardName))
	}
	found := places.Default().Complete(query, limit)
	for i := range found {
		found[i].Name = places.Default().FullName(found[i].Code)
	}
	return found, nil
}
