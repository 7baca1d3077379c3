package eval

// Wording says how a ranker did when the files of the same people say the same facts in
// other words.
type Wording struct {
	Title  string
	All    Recall
	NoName Recall // of the records that give no name
}

// WordingOf measures a ranker's outcomes under one wording.
func WordingOf(title string, outcomes []Outcome) Wording {
	return Wording{title, RecallOf(outcomes, nil), RecallOf(outcomes, func(o *Outcome) bool { return o.Facts.Name == "none" })}
}

// wordings writes what each wording costs beside the first, the plain one.
func (p *printer) wordings(list []Wording) {
	if len(list) == 0 {
		return
	}
	p.line("wording, of the first method\tpairs\trecall@1\tcosts\t@20\tcosts\tMRR\tcosts\tno name\trecall@1\tcosts\t@20\tcosts\t")
	plain := list[0]
	for _, w := range list {
		p.line("%s\t%d\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%d\t%.3f\t%.3f\t%.3f\t%.3f\t", w.Title,
			w.All.Pairs, w.All.At1, plain.All.At1-w.All.At1, w.All.At20, plain.All.At20-w.All.At20, w.All.MRR, plain.All.MRR-w.All.MRR,
			w.NoName.Pairs, w.NoName.At1, plain.NoName.At1-w.NoName.At1, w.NoName.At20, plain.NoName.At20-w.NoName.At20)
	}
	p.line("")
}
