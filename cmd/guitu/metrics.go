package main

import (
	"context"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/guitu-project/guitu/api/gateway"
	"github.com/guitu-project/guitu/models"
)

// gauges holds what /metrics says of the service besides its calls.
type gauges struct {
	*condition
	build, check, damaged, free, size, pending, open, backup, lost *prometheus.Desc
}

func newGauges(c *condition) *gauges {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("guitu_"+name, help, labels, nil)
	}
	return &gauges{
		condition: c,
		build:     desc("build_info", "1, by the version that runs.", "version"),
		check:     desc("check_state", "How a part of the service is: 0 well, 1 to be looked at, 2 failing; as /readyz says it.", "check"),
		damaged:   desc("store_damaged_rows", "Rows that cannot be read back and are left out."),
		free:      desc("disk_free_bytes", "Bytes that are free where the data folder lies."),
		size:      desc("disk_size_bytes", "Bytes of the disk where the data folder lies."),
		pending:   desc("index_pending_changes", "Committed changes that cannot be found yet."),
		open:      desc("open_files", "Open files that are weighed, by side.", "side"),
		backup:    desc("backup_last_success_timestamp_seconds", "When the last backup was finished; 0 where there is none."),
		lost:      desc("store_lost_changes", "Changes that the store lacked at the start, though the index or the ledger beside the audit key knew of them."),
	}
}

// Describe sends what Collect may send.
func (g *gauges) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{g.build, g.check, g.damaged, g.free, g.size, g.pending, g.open, g.backup, g.lost} {
		out <- d
	}
}

// Collect sends how the service is now; what cannot be found out is left out.
func (g *gauges) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), checkWait)
	defer cancel()
	say := func(d *prometheus.Desc, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	say(g.build, 1, strings.TrimPrefix(version(), "guitu "))
	for _, k := range g.checks(ctx) {
		say(g.check, map[string]float64{gateway.StateOK: 0, gateway.StateWarn: 1, gateway.StateFail: 2}[k.State], k.Name)
	}
	say(g.damaged, float64(len(g.engine.store.Damaged())))
	if d, err := g.folders.disk(); err == nil {
		say(g.free, float64(d.free))
		say(g.size, float64(d.size))
	}
	if last, err := g.engine.store.LastChange(ctx); err == nil {
		applied, _ := g.engine.index.Position()
		say(g.pending, float64(max(0, last-applied)))
	}
	for _, side := range []models.Kind{models.Records, models.Notices} {
		say(g.open, float64(g.engine.index.OpenCount(side)), string(side))
	}
	at := 0.0
	if note, ok := readBackupNote(g.folders.Data); ok {
		at = float64(note.Time.UnixNano()) / float64(time.Second)
	}
	say(g.backup, at)
	say(g.lost, float64(g.engine.lost))
}
