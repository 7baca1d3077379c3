// Package hear knows how dialects say Chinese characters, and what a listener who speaks
// Mandarin writes for what they say.
//
// Classes are characters that Mandarin reads alike and 13 places of China do too, with how each
// of them says the class (data/README.md). A [Listener] holds a syllable of theirs against those
// of Mandarin phone by phone: place, manner, voice and breath of the consonant; height, backness
// and rounding of each vowel, laid beside each other by edit distance; and what ends the
// syllable. What is nearest is written most often, and what is near sometimes. The costs follow
// what phoneticians describe of how speakers of Mandarin hear sounds that it lacks: voiced
// consonants as plain ones, ŋ before a vowel as nothing, ɸ as f or hu, k and s before i as j and
// x, m at the end as n, a stop there as nothing. They are estimates, made before they were
// measured. Tones are left out: a clerk writes a name without them.
//
// [Listener.Transitions] are the chances that a Mandarin syllable is written, for each class at
// a place. They are drawn towards those of all characters with the same Mandarin syllable, and of
// the place's initial and final, each by itself.
package hear
