package main

import (
	"cmp"
	"runtime/debug"
	"strings"
)

// release is the version that a release build sets with -ldflags "-X main.release=v1.2.3".
var release string

// version returns what guitu --version prints: the release or the module's version, and
// the commit that was built, as far as the build knows them.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "guitu " + cmp.Or(release, "(unknown)")
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	words := []string{"guitu", cmp.Or(release, info.Main.Version)}
	if commit := settings["vcs.revision"]; commit != "" {
		if settings["vcs.modified"] == "true" {
			commit += " (changed)"
		}
		words = append(words, "commit", commit, settings["vcs.time"])
	}
	return strings.Join(append(words, info.GoVersion), " ")
}
