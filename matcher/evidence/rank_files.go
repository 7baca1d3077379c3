package evidence

import "github.com/guitu-project/guitu/models"

// RankFiles ranks candidates like Probe.Rank for a person of whom there are several
// files on one side: each candidate is weighed against all of them, and the file that
// speaks best for it counts.
func RankFiles(probes []*Probe, candidates []*Profile, openNotices, limit int) []models.Match {
	matches := make([]models.Match, len(candidates))
	for i, c := range candidates {
		matches[i] = probes[0].match(c)
		for _, p := range probes[1:] {
			if p.Quick(c) > matches[i].Weight {
				matches[i] = p.match(c)
			}
		}
	}
	sortMatches(matches)
	probes[0].weigher.share(matches, openNotices)
	return matches[:min(limit, len(matches))]
}
