package matcher_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// One person asks once for a notice, and for some at a time; what proves it is a picture or
// a document, whatever the caller calls it.
func TestTakedownRequestsAreLimited(t *testing.T) {
	w := open(t, nil)
	var notices []string
	for i := range 21 {
		notices = append(notices, must2(w.Notices.Register(w.ctx, named("许花东", fmt.Sprint("T-", i))))(t).Name)
	}
	ask := func(who, notice string, files ...models.Proof) error {
		ctx := models.WithActor(t.Context(), models.Actor{ID: "users/" + who, Role: models.RolePolice, Areas: "42"})
		_, err := w.RequestTakedown(ctx, &models.Takedown{Notice: notice, Requester: models.Contact{Name: "许花东"}, Evidence: "本人到场", Attachments: files})
		return err
	}
	if err := ask("a", notices[0]); err != nil {
		t.Fatal(err)
	}
	if err := ask("a", notices[0]); !errors.Is(err, models.ErrPrecondition) {
		t.Errorf("the same request again: %v", err)
	}
	if err := ask("b", notices[0]); err != nil { // who must not learn that another asked
		t.Errorf("another person's request: %v", err)
	}
	for _, n := range notices[1:20] {
		if err := ask("a", n); err != nil {
			t.Fatal(err)
		}
	}
	if err := ask("a", notices[20]); !errors.Is(err, models.ErrThrottled) {
		t.Errorf("the 21st request: %v", err)
	}
	page := models.Proof{Content: []byte("<html><script>alert(1)</script></html>"), Attachment: models.Attachment{ContentType: "image/png"}}
	if err := ask("c", notices[0], page); !errors.Is(err, models.ErrInvalid) {
		t.Errorf("a web page as proof: %v", err)
	}
}
