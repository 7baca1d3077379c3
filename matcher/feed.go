package matcher

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/guitu-project/guitu/models"
)

// Feed describes a page of what happened to records and notices, oldest first.
type Feed struct {
	Entries []models.JournalEntry
	Cursor  string // of all that was looked through: the next page begins behind it
	More    bool   // there is more now
}

const (
	feedPage = 1000   // entries of the journal that are read at once
	feedMost = 50_000 // that are looked through for one page
)

// ChangesSince reads what happened to the subjects of some sides that the actor may see, behind
// a cursor of an earlier page; behind an empty one, from the beginning. Nothing is left out and
// nothing told twice: the pages follow the journal that every write commits with. Who leaves
// what the actor may see is told as deleted, as is who was erased. Errors: models.ErrInvalid
// (the cursor), models.ErrPrecondition (it is of a journal that an older backup took the place
// of: all is to be read again).
func (s *Service) ChangesSince(ctx context.Context, cursor string, sides []models.Kind, limit int) (Feed, error) {
	a, err := accessOf(ctx)
	if err != nil {
		return Feed{}, err
	}
	after, err := s.cursorPlace(ctx, cursor)
	if err != nil {
		return Feed{}, fmt.Errorf("changes since: %w", err)
	}
	feed, looked, last := Feed{Cursor: cursor}, 0, models.JournalEntry{Seq: after}
	for {
		page, err := s.store.Journal(ctx, last.Seq, feedPage)
		if err != nil {
			return Feed{}, fmt.Errorf("changes since: %w", err)
		}
		told, used, err := s.told(ctx, a, sides, page, limit-len(feed.Entries))
		if err != nil {
			return Feed{}, fmt.Errorf("changes since: %w", err)
		}
		feed.Entries, looked = append(feed.Entries, told...), looked+used
		if used > 0 {
			last = page[used-1]
		}
		feed.More = used < len(page) || len(page) == feedPage
		if !feed.More || len(feed.Entries) >= limit || looked >= feedMost {
			break
		}
	}
	if last.Seq != after || cursor == "" {
		feed.Cursor = cursorOf(last)
	}
	names := make([]string, len(feed.Entries))
	for i, e := range feed.Entries {
		names[i] = e.Name
	}
	slices.Sort(names)
	return feed, s.audit(ctx, models.ActionList, "changes", slices.Compact(names)...)
}

// told returns up to limit entries that the actor is told of a page of the journal, and how many
// entries of it these account for.
func (s *Service) told(ctx context.Context, a access, sides []models.Kind, page []models.JournalEntry, limit int) (list []models.JournalEntry, used int, err error) {
	visible, err := s.visibleNow(ctx, page)
	if err != nil {
		return nil, 0, err
	}
	for i, e := range page {
		kind, _ := models.KindOf(e.Name)
		if !slices.Contains(sides, kind) || !a.saw(kind, e) {
			continue
		}
		if e.Kind == models.ChangeMoved {
			if visible[e.Name] { // where it went, or came back to: its update says so
				continue
			}
			e.Kind = models.ChangeDeleted
		}
		if e.Other != "" && !visible[e.Other] {
			e.Other = ""
		}
		if len(list) == limit {
			return list, i, nil
		}
		list = append(list, e)
	}
	return list, len(page), nil
}

// saw reports whether the actor might see a subject when it changed.
func (a access) saw(kind models.Kind, e models.JournalEntry) bool {
	within := a.within(kind)
	return within == nil || within.Areas.Cover(e.Area) || within.Station != "" && within.Station == e.Station
}

// visibleNow returns which subjects that entries name besides those that were only written the
// actor may see now.
func (s *Service) visibleNow(ctx context.Context, page []models.JournalEntry) (map[string]bool, error) {
	asked := map[models.Kind][]string{}
	for _, e := range page {
		name := e.Other
		if e.Kind == models.ChangeMoved {
			name = e.Name
		}
		if kind, ok := models.KindOf(name); ok {
			asked[kind] = append(asked[kind], name)
		}
	}
	visible := map[string]bool{}
	for kind, names := range asked {
		seen, err := s.seen(ctx, kind, names)
		if err != nil {
			return nil, err
		}
		for _, name := range seen {
			visible[name] = true
		}
	}
	return visible, nil
}

// cursorOf returns the cursor behind an entry: its number, and by what it is known again.
func cursorOf(e models.JournalEntry) string {
	if e.Seq == 0 {
		return "0"
	}
	return strconv.FormatInt(e.Seq, 36) + "." + markOf(e)
}

func markOf(e models.JournalEntry) string {
	sum := sha256.Sum256([]byte(e.Name + string(e.Kind) + e.Time.String()))
	return hex.EncodeToString(sum[:6])
}

// cursorPlace returns the number of the entry that a cursor stands behind.
func (s *Service) cursorPlace(ctx context.Context, cursor string) (int64, error) {
	if cursor == "" || cursor == "0" {
		return 0, nil
	}
	number, mark, _ := strings.Cut(cursor, ".")
	seq, err := strconv.ParseInt(number, 36, 64)
	if err != nil || seq < 1 || len(mark) != 12 {
		return 0, models.Invalid("since", "标记无效：请用上一次返回的 cursor，首次同步请留空", "unknown: use the cursor of the answer before, and none at first")
	}
	at, err := s.store.Journal(ctx, seq-1, 1)
	if err != nil {
		return 0, err
	}
	if len(at) == 0 || at[0].Seq != seq || markOf(at[0]) != mark {
		return 0, models.Refused(models.ErrPrecondition, "变更记录已不是当时的（服务器从较早的备份恢复过）：请不带 since 从头同步",
			"the changes are not those of then, since an older backup was restored: begin again without since")
	}
	return seq, nil
}
