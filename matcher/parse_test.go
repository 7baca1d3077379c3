package matcher_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// Whoever gives up waiting is let go, and the texts and places of many callers at once are all read.
func TestTextsAtOnce(t *testing.T) {
	w := open(t, nil)
	gone, stop := context.WithCancel(w.ctx)
	stop()
	var all sync.WaitGroup
	errs := make([]error, 4*runtime.GOMAXPROCS(0)+4)
	for i := range errs {
		all.Go(func() {
			if i%2 == 0 {
				_, errs[i] = w.Locate(w.ctx, []string{"沙溪", "海东镇"}, "", 3)
			} else {
				_, _, errs[i] = w.ParseText(w.ctx, strings.Repeat("我叫许花东，男，四川成都人。", 20), models.Notices)
			}
		})
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Error(err)
	}
	if _, _, err := w.ParseText(gone, "我叫许花东", models.Notices); !errors.Is(err, context.Canceled) {
		t.Errorf("who is gone: %v", err)
	}
}
