// Package vectors finds the faces nearest to a face among a million, exactly and in
// milliseconds, by reading a quarter of the bytes: a first pass over signed bytes with a
// proven bound leaves a few hundred vectors, which are then measured. The scan, which
// weighs much more than faces, asks only about how far everyone is (Near).
//
// # The bound
//
// A vector x is kept as x̂ = s·c, with c whole numbers from −127 to 127, and the length
// ρ of what is lost, x − x̂. For a query y, coded alike with ŷ and σ, the triangle
// inequality (Cauchy–Schwarz) gives, with d̂ = |x̂ − ŷ|,
//
//	|d − d̂| ≤ |(x − x̂) − (y − ŷ)| ≤ ρ + σ, so |d² − d̂²| ≤ (ρ + σ)(2d̂ + ρ + σ)
//
// d̂² = |x̂|² + |ŷ|² − 2·s·s_y·(c·c_y) takes one product of whole numbers, which every
// kernel gets exactly. For embeddings of length 1, ρ is about .007 at 128 and 512
// numbers.
//
// A row matters when d̂ ≤ r + ρ + σ, r being the distance of the k-th nearest so far.
// Squared, and with t = r + σ, this is what kernels test for 16 rows at a time:
//
//	(|x̂|² − ρ²) − t·2ρ − s_y·2s·(c·c_y) ≤ t² − |ŷ|²
//
// They do so in float32, whose error is at most 2⁻²⁴ times 6.1|x̂|² + 4.1|ŷ|² + 2.1ρ² +
// 6.2tρ: a product of codes is less than 2²⁷ and rounded once, 2x̂·ŷ ≤ |x̂|² + |ŷ|², and
// each of the at most six operations rounds once. ρ² ≤ .07|x̂|² up to 4096 numbers. So
// taking η = 2⁻¹⁸ of |x̂|² and of |ŷ|² away, and adding η to 2ρ and to t, is more than
// enough; what is smaller than 2⁻⁴⁰ throughout is coded as zero, and an absolute 2⁻⁸⁰
// covers its underflow. Lengths are at most 2⁴⁰, so nothing overflows. Thus no one is
// lost, whatever the vectors.
//
// What passes is listed, and measured in float64 from the vectors as they came, in one
// order of summing, the lowest bound first until the next bound is beyond the k-th. The
// answer is the same with every kernel.
//
// # Coarse codes
//
// Near reads codes of half a byte: 64 bytes of a face of 128, 256 of one of 512. A code is one
// of 15 even steps; the scale is such that the product of what was coded with its codes is
// right. Faces have most in common, so what is coded is the difference from a centre: the mean
// of the faces that a segment follows. What is lost is not bounded usefully (ρ is a tenth of
// the length) but is as good as random: squared distances are off by .9 % of what strangers
// are apart at 128 numbers and .4 % at 512 (TestNear). Distances measures who matters again, many at a time, so that one vector is fetched while another is
// summed.
//
// # Kernels
//
// The programs in gen write them with mmcloughlin/avo: AVX-512 with VNNI, AVX-512 with
// BW, AVX2; the portable one is Go (build tag noasm: only that). Sixteen rows lie
// interleaved by four codes, so that no sum runs across a register, and one query or
// four are multiplied at a time. Tiles of 256 rows stay in the cache for all queries of
// a batch; what comes next is fetched ahead for coarse codes, which are read faster than the
// processor foresees.
//
// # Updates
//
// Segments of up to 8,192 rows are only appended to; a delete marks rows as gone from an
// epoch on. A search keeps the view that was published when it began, so it sees each
// person once or not at all, and neither side waits. Mostly dead segments are emptied
// into the last one.
//
// # Figures
//
// A million people with one random face of length 1, k = 20, on two cores of a Xeon with
// AVX-512, nothing else on the machine (go test -bench Nearest), milliseconds:
//
//	               one query   64 queries      one query   64 queries
//	               128 numbers                 512 numbers
//	avx512vnni        5.7          33             19           96
//	avx512            8.6          72             28          247
//	avx2              9.4          81             31          306
//	portable           50                        164
//
// Near, which reads coarse codes, takes 2.8 ms at 128 numbers and 12 at 512. faiss 1.7.3
// IndexFlatL2, turn by turn in one run (make bench-peer), medians: 180 ms against 7.2 at 128
// numbers, 854 against 21 at 512, 25 and 41 times as long; 64 queries 703 against 60 and 2,801
// against 123. All lists were identical. On a machine that was busier: 12 and 17 times, 10 and 14.
//
// By how many are held, 128 numbers, vectors in mapped files (go test -bench Growth),
// milliseconds:
//
//	people        10,000   100,000   1,000,000   10,000,000
//	one query        .10       .37         4.4           65
//	64 queries       4.4       7.3          33          303
//
// A million faces take 675 MiB at 128 numbers and 2,521 MiB at 512; with the vectors in
// mapped files 553 MiB at 512, and as fast while they fit the page cache. Put takes 3 and
// 7 µs a face.
package vectors
