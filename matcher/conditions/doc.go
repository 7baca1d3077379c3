// Package conditions reads illnesses and disabilities out of free text.
//
// [Find] returns the terms that a text mentions and what it asserts of each (package
// assertion): 老年痴呆, 阿尔茨海默病 and 犯糊涂 are one [Kind], 记忆中 and 文盲 are none, and
// 智力正常 denies an intellectual disability. [Parse] sums up several texts about one
// person: what they have, what is doubtful, and what is denied.
//
// A term is a word of the table (terms.go), or a faculty with what is wrong with it:
// 听力 with 下降, 精神 with 失常.
package conditions
