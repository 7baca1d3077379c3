package eval

import (
	"fmt"
	"io"
	"math"
	"text/tabwriter"
)

// What a search and what is searched cost, measured on two cores of a Xeon with AVX-512 and nothing
// else on the machine. Benchmarks by which they are measured again stand beside them; figures are in
// the comments of the packages.
//
// Of 40,000 people, half with photos, in 1, 2 and 4 tables the processor of a search was 15.9, 30.7 and 51.7 ms on a
// busy machine, as one to 1.93 to 3.25, and the model says 1.91 and 3.72 (index/partition, BenchmarkTables): what each
// process takes whatever it holds is most of it at that size, and some of that grows with what it holds.
const (
	// searchProcessor is seconds of processor that a search takes in each process, however many
	// people that holds, and casesProcessor a million cases more, each with a face: a line through 19 ms
	// at 100,000 and 67 at 1,000,000, which makes 14.2 of the 11 at 10,000 (index/scan, BenchmarkGrowth).
	searchProcessor = .0137
	casesProcessor  = .0533
	// facesProcessor is that of a million faces beside the first of each case, a number of theirs: 24 ms of
	// 512 (index/vectors, BenchmarkNear).
	facesProcessor = .024 / 512
	// askProcessor is seconds of processor that a server takes to ask a process and read its answer, and
	// the process to be asked: an estimate from 300 candidates of 30 bytes and 300 profiles of 3 KB.
	askProcessor = .003
	// serveProcessor is seconds of processor of a list beside the search: 17 ms of a list of 100,000
	// less 8 of the scan with faces of 128 numbers (index, BenchmarkServe).
	serveProcessor = .008

	// casesMemory is resident bytes a case with a face of 512 numbers, and facesMemory those of a face
	// more, a number: its coarse code (index/scan, BenchmarkGrowth: 1,076 MiB a million).
	casesMemory = 1076 * (1 << 20) / 1e6
	facesMemory = .52
	// processMemory is resident bytes of a process that holds no one, with the tables of a search
	// (index/scan, BenchmarkGrowth at 10,000).
	processMemory = 277 << 20

	// casesRead is bytes that a search reads of a case without its face: 26 columns of four bytes and
	// sums that are written and read; facesRead of a face, a number: the coarse code and its two terms.
	casesRead = 26*4 + 4*4
	facesRead = .52

	// casesDisk is bytes of a case without its face in the scan's file, facesDisk of a face, a number
	// (index/scan, BenchmarkGrowth: 3,592 a notice, of which 2,830 are its face's).
	casesDisk = 3592 - 2830
	facesDisk = 2830.0 / 512
	// rowsDisk is bytes of a case in PostgreSQL, facesRows of a face there, a number, sealed.
	rowsDisk  = 4096
	facesRows = 2076.0 / 512
	// wordsDisk is bytes of a case in a server's text index (index/text).
	wordsDisk = 700

	// busy is the share of a machine's processor that is planned for: beyond it searches wait for
	// each other.
	busy = .6
)

// Demand is what an installation holds and how much it is asked.
type Demand struct {
	Cases    float64 // open records and notices
	Faces    float64 // of them, at least one that is looked at
	Numbers  float64 // of a face: 512 or 128
	Searches float64 // a second, with a face each
}

// Machine is what one is like, and costs a month.
type Machine struct {
	Cores     float64
	Memory    float64 // bytes
	Bandwidth float64 // bytes a second, to memory
	Price     float64 // a month
}

// Plan is what a demand takes of machines.
type Plan struct {
	Machines  int     // that hold one copy of all partitions, one process each
	Copies    int     // of all
	Servers   int     // that ask them
	Processor float64 // seconds a search, of all processes of a copy and the server
	Memory    float64 // bytes in each process
	Read      float64 // bytes a search in each process
	Disk      float64 // bytes of a process's file
	Rows      float64 // bytes of the database, once
	Words     float64 // bytes of each server's text index
	Alone     float64 // seconds that a search takes if nothing else is searched for
	Usual     float64 // seconds that it takes in the middle, at that many a second
	Most      float64 // searches a second that all copies do together
	Price     float64 // a month, of machines
}

// PlanFor returns the fewest machines that hold what is demanded in so many copies and do its searches.
func PlanFor(d Demand, m Machine, copies int) Plan {
	const mostMachines = 4096
	more := max(0, d.Faces-d.Cases)
	for n := 1; ; n++ {
		share := 1 / float64(n)
		p := Plan{Machines: n, Copies: copies}
		each := ProcessorIn(d, n)
		p.Processor = float64(n)*(each+askProcessor) + serveProcessor
		p.Memory = processMemory + share*(d.Cases*(casesMemory+(d.Numbers-512)*facesMemory)+more*d.Numbers*facesMemory)
		p.Read = share * (d.Cases*casesRead + max(d.Faces, d.Cases)*d.Numbers*facesRead)
		p.Disk = share * (d.Cases*casesDisk + d.Faces*d.Numbers*facesDisk)
		p.Rows, p.Words = d.Cases*rowsDisk+d.Faces*d.Numbers*facesRows, d.Cases*wordsDisk
		took := max((each+askProcessor)/m.Cores, p.Read/m.Bandwidth) // a machine's for a search
		p.Alone = took + (float64(n)*askProcessor+serveProcessor)/m.Cores
		p.Most = busy / took * float64(copies)
		// Half of a machine's memory is for what searches read of mapped files.
		if n < mostMachines && (p.Memory > m.Memory/2 || p.Most < d.Searches) {
			continue
		}
		p.Usual = p.Alone + took*d.Searches*took/float64(copies)/max(.05, 1-d.Searches*took/float64(copies))
		p.Servers = max(2, int(math.Ceil(d.Searches*(float64(n)*askProcessor+serveProcessor)/(busy*m.Cores))))
		p.Price = float64(n*copies+p.Servers) * m.Price
		return p
	}
}

// ProcessorIn returns the seconds of processor that a search takes in each of n processes that hold the
// demand between them.
func ProcessorIn(d Demand, n int) float64 {
	share := 1 / float64(n)
	return searchProcessor + share*(d.Cases*(casesProcessor+(d.Numbers-512)*facesProcessor)+max(0, d.Faces-d.Cases)*d.Numbers*facesProcessor)/1e6
}

// WriteText writes a plan for people to read.
func (p Plan) WriteText(to io.Writer, d Demand, m Machine, currency string) error {
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	line := func(title, format string, values ...any) {
		_, _ = fmt.Fprintf(w, "%s\t"+format+"\n", append([]any{title}, values...)...)
	}
	line("demand", "%.4g cases, %.4g faces of %.0f numbers, %.4g searches a second", d.Cases, d.Faces, d.Numbers, d.Searches)
	line("machine", "%.0f cores, %.0f GiB, %.0f GB/s", m.Cores, m.Memory/(1<<30), m.Bandwidth/1e9)
	line("index machines", "%d copies of %d, a process of guitu index each", p.Copies, p.Machines)
	line("servers", "%d", p.Servers)
	line("processor", "%.0f ms a search, of all that answer it", 1000*p.Processor)
	line("memory", "%.1f GiB resident in each index process", p.Memory/(1<<30))
	line("bandwidth", "%.2f GB read a search in each", p.Read/1e9)
	line("disk", "%.0f GB in each index process, %.0f GB of rows, %.1f GB of words in each server", p.Disk/1e9, p.Rows/1e9, p.Words/1e9)
	line("latency", "%.0f ms a search alone, %.0f in the middle at that many a second", 1000*p.Alone, 1000*p.Usual)
	line("most", "%.3g searches a second with %.0f %% of each machine", p.Most, 100*busy)
	if p.Price > 0 {
		line("price", "%.0f %s a month, of these %d machines; the database and the photos' storage come to it", p.Price, currency, p.Machines*p.Copies+p.Servers)
	}
	return w.Flush()
}
