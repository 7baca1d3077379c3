import { namesOf, span, type File, type Person } from './file'

export interface Fact {
  key: string // i18n key below person.field
  text: string
}

type Words = (key: string) => string

const measure = (text: string, unit: string) => (text ? `${text} ${unit}` : '')

// factsOf is what a file says, a line each, without what it does not say.
export function factsOf(f: File, t: Words): Fact[] {
  const p: Person = f.person
  const known = (group: string, value: string | undefined) => (value && !value.endsWith('UNSPECIFIED') ? t(`person.${group}.${value}`) : '')
  const facts: Fact[] = [
    { key: 'names', text: namesOf(p.names) },
    { key: 'sex', text: known('sexes', p.sex) },
    { key: 'birthDate', text: p.birthDate ?? '' },
    { key: 'age', text: measure(span(p.ageMin, p.ageMax), t('person.years')) },
    { key: 'height', text: measure(span(p.heightMinCm || undefined, p.heightMaxCm || undefined), 'cm') },
    { key: 'build', text: known('builds', p.build) },
    { key: 'nativePlace', text: p.nativePlace?.text ?? '' },
    { key: 'accent', text: p.accent ?? '' },
    { key: 'heardPlaces', text: (p.heardPlaces ?? []).join('、') },
    { key: 'marks', text: (p.marks ?? []).map((m) => m.text).join('；') },
    { key: 'appearance', text: p.appearance ?? '' },
    { key: 'clothing', text: p.clothing ?? '' },
    { key: 'belongings', text: p.belongings ?? '' },
    { key: 'conditions', text: (p.conditions ?? []).join('、') },
    { key: 'relatives', text: (p.relatives ?? []).map((r) => `${r.relation ?? ''} ${r.name ?? ''}`.trim()).join('、') },
    { key: 'ethnicity', text: p.ethnicity ?? '' },
    { key: 'bloodType', text: known('bloods', p.bloodType) },
    { key: f.side === 'records' ? 'foundDate' : 'missingDate', text: f.date },
    { key: f.side === 'records' ? 'foundPlace' : 'missingPlace', text: f.place },
    { key: 'narrative', text: p.narrative ?? '' },
    { key: 'circumstances', text: f.circumstances },
  ]
  return facts.filter((fact) => fact.text)
}

// agreeing cuts a text into pieces and tells those of two or more characters that the
// other text has, too.
export function agreeing(text: string, other: string): { text: string; same: boolean }[] {
  const pieces: { text: string; same: boolean }[] = []
  const add = (piece: string, same: boolean) => {
    const last = pieces[pieces.length - 1]
    if (last && last.same === same) last.text += piece
    else pieces.push({ text: piece, same })
  }
  for (let at = 0; at < text.length; ) {
    let length = 0
    while (at + length < text.length && other.includes(text.slice(at, at + length + 1))) length++
    const same = length >= 2 && /\p{Script=Han}{2}|\p{Script=Latin}{3}|\d{3}/u.test(text.slice(at, at + length))
    const step = same ? length : 1
    add(text.slice(at, at + step), same)
    at += step
  }
  return pieces
}
