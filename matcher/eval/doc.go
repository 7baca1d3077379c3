// Package eval measures whether matching is any good, on invented people whose truth
// is known (package world): recall, calibration, what each piece of evidence adds, why
// pairs are lost, and how evidence would have to be scaled to be believed ([Fit]). From
// what caseworkers decided about real pairs it learns the scales ([Learn]), and says what
// a change of parameters would move ([Shift]).
//
// What it measures comes through [Ranker]; the baselines are what others do without
// this program. How well faces are told apart is measured on photos of people who are
// known ([FaceStudy]). Figures of seed 1, test split, 20,000 notices, 3,000 records, 400 pairs,
// no photos (recall@1 / @20): the near-oracle 0.915 / 0.973, the program 0.887 / 0.965,
// trigrams of pinyin with points 0.675 / 0.838, full text 0.557 / 0.733, the exact name
// 0.320 / 0.468; of the program's matches at p ≥ 0.9, 98 % are right. Seeds differ by more
// than methods do: 2 has 0.920 / 0.975 and 0.905 / 0.970, 3 has 0.870 / 0.953 and
// 0.863 / 0.922. With photos of 60 %, of 400 records, 0.958 / 0.983 and 0.943 / 0.985. Small runs are
// frozen in cmd/guitu/testdata/eval.golden and, of files in other than plain words, wording.golden.
//
// How honest the probabilities are does not hang on how many records have a notice, nor on how
// many notices there are, as the share is estimated from the lists themselves. Of bins of a tenth
// with 50 matches and more, said and true differ at the most by (guitu eval --methods guitu; seed,
// records, pairs): 20,000 notices, 10 % (5, 4000, 400) 0.013; 20 % (4, 4000, 800) 0.045; 50 % (6,
// 2000, 1000) 0.027; 300,000 notices, 10 % (5, 1500, 150) 0.087, 20 % (4, 1000, 200) 0.014,
// 50 % (6, 600, 300) 0.044. The 0.087 is of 76 matches said at .140, of which 4 are true, where 10.6
// would be. Of matches at p ≥ 0.9, 98, 99, 98, 98, 100 and 99 % are right.
package eval
