package auth

import "context"

// BackgroundHeader marks a call that a page makes by itself, while its user may have
// left: it does not prolong the session.
const BackgroundHeader = "x-guitu-background"

type backgroundKey struct{}

// InBackground marks the calls of a context as made without their user.
func InBackground(ctx context.Context) context.Context {
	return context.WithValue(ctx, backgroundKey{}, true)
}

func inBackground(ctx context.Context) bool {
	background, _ := ctx.Value(backgroundKey{}).(bool)
	return background
}
