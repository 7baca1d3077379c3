// Package eval measures whether matching is any good, on invented people whose truth
// is known (package world): recall, calibration, what each piece of evidence adds, why
// pairs are lost, and how evidence would have to be scaled to be believed ([Fit]). From
// what caseworkers decided about real pairs it learns the scales ([Learn]), and says what
// a change of parameters would move ([Shift]).
//
// What it measures comes through [Ranker]; the baselines are what others do without
// this program. How well faces are told apart is measured on photos of people who are
// known ([FaceStudy]). Figures of seed 1, test split, 20,000 notices, 3,000 records, 400 pairs,
// no photos (recall@1 / @20): the near-oracle 0.92 / 0.97, the program 0.87 / 0.96,
// trigrams of pinyin with points 0.68 / 0.84, full text 0.55 / 0.73, the exact name
// 0.32 / 0.47; of the program's matches at p ≥ 0.9, 98 % are right. A small run is
// frozen in cmd/guitu/testdata/eval.golden.
package eval
