import type { Schemas } from '@/api/client'
import type { Person } from '@/person/file'

type Record_ = Schemas['v1Record']

// Form is a record as it is written; every list has an open line at its end.
export interface Form {
  externalId: string
  station: string
  foundDate: string
  foundPlace: string
  circumstances: string
  names: { text: string; kind: string }[]
  sex: string
  birthDate: string
  ageMin: string
  ageMax: string
  height: string
  build: string
  ethnicity: string
  bloodType: string
  nativePlace: string
  accent: string
  heardPlaces: string[]
  marks: string[]
  appearance: string
  clothing: string
  belongings: string
  conditions: string[]
  narrative: string
  relatives: { name: string; relation: string }[]
}

export const blank = (): Form => ({
  externalId: '', station: '', foundDate: '', foundPlace: '', circumstances: '', names: [{ text: '', kind: 'HEARD' }], sex: '', birthDate: '', ageMin: '', ageMax: '',
  height: '', build: '', ethnicity: '', bloodType: '', nativePlace: '', accent: '', heardPlaces: [], marks: [], appearance: '', clothing: '', belongings: '',
  conditions: [], narrative: '', relatives: [],
})

const number = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text) : undefined)
const place = (text: string) => (text.trim() ? { text: text.trim() } : undefined)
const said = <T extends string>(text: string) => (text.trim() || undefined) as T | undefined

// heights are the centimetres that 170, 168-172 or 1.7 米 says.
export function heights(text: string): [number?, number?] {
  const found = [...text.matchAll(/\d+(?:\.\d+)?/g)].map((m) => Number(m[0])).map((n) => (n < 3 ? Math.round(100 * n) : Math.round(n)))
  return found.length === 0 ? [] : [Math.min(...found.slice(0, 2)), Math.max(...found.slice(0, 2))]
}

export function personOf(f: Form): Person {
  const [low, high] = heights(f.height)
  const age = number(f.ageMin) ?? number(f.ageMax)
  return {
    names: f.names.filter((n) => n.text.trim()).map((n) => ({ text: n.text.trim(), kind: n.kind as never })),
    sex: said(f.sex), birthDate: said(f.birthDate), ageMin: age, ageMax: number(f.ageMax) ?? age,
    heightMinCm: low, heightMaxCm: high, build: said(f.build), ethnicity: said(f.ethnicity), bloodType: said(f.bloodType),
    nativePlace: place(f.nativePlace), accent: said(f.accent), heardPlaces: f.heardPlaces.filter(Boolean),
    marks: f.marks.filter((m) => m.trim()).map((text) => ({ text })), appearance: said(f.appearance), clothing: said(f.clothing), belongings: said(f.belongings),
    conditions: f.conditions.filter(Boolean), narrative: said(f.narrative), relatives: f.relatives.filter((r) => r.name.trim() || r.relation.trim()),
  }
}

export const recordOf = (f: Form): Record_ => ({
  externalId: said(f.externalId), station: said(f.station), foundDate: said(f.foundDate), foundPlace: place(f.foundPlace), circumstances: said(f.circumstances), person: personOf(f),
})

const known = (value: string | undefined) => (value && !value.endsWith('UNSPECIFIED') ? value : '')
const digits = (n: number | undefined) => (n === undefined ? '' : String(n))

// formOf is a record as a form.
export function formOf(r: Record_): Form {
  const p = r.person ?? {}
  const [low, high] = [p.heightMinCm || p.heightMaxCm, p.heightMaxCm || p.heightMinCm]
  return {
    externalId: r.externalId ?? '', station: r.station ?? '', foundDate: r.foundDate ?? '', foundPlace: r.foundPlace?.text ?? '', circumstances: r.circumstances ?? '',
    names: p.names?.length ? p.names.map((n) => ({ text: n.text ?? '', kind: known(n.kind) || 'LEGAL' })) : blank().names,
    sex: known(p.sex), birthDate: p.birthDate ?? '', ageMin: digits(p.ageMin), ageMax: digits(p.ageMax),
    height: low ? (low === high ? String(low) : `${low}-${high}`) : '', build: known(p.build), ethnicity: p.ethnicity ?? '', bloodType: known(p.bloodType),
    nativePlace: p.nativePlace?.text ?? '', accent: p.accent ?? '', heardPlaces: [...(p.heardPlaces ?? [])], marks: (p.marks ?? []).map((m) => m.text ?? ''),
    appearance: p.appearance ?? '', clothing: p.clothing ?? '', belongings: p.belongings ?? '', conditions: [...(p.conditions ?? [])], narrative: p.narrative ?? '',
    relatives: (p.relatives ?? []).map((r2) => ({ name: r2.name ?? '', relation: r2.relation ?? '' })),
  }
}

// merge puts what was read out of a text into a form: what was typed stays, lists grow.
export function merge(f: Form, read: Form): Form {
  const out = { ...f }
  const key = (x: unknown) => (typeof x === 'string' ? x : JSON.stringify(x))
  for (const name of Object.keys(read) as (keyof Form)[]) {
    const mine = f[name]
    const theirs = read[name]
    if (Array.isArray(mine) && Array.isArray(theirs)) {
      const filled = [...mine, ...theirs].filter((x) => typeof x === 'string' ? x : (x as { text?: string }).text !== '')
      Object.assign(out, { [name]: filled.filter((x, i) => filled.findIndex((y) => key(y) === key(x)) === i) })
    } else if (mine === '') Object.assign(out, { [name]: theirs })
  }
  if (out.names.length === 0) out.names = blank().names
  return out
}

// empty reports whether there is anything to look for.
export const empty = (f: Form) => JSON.stringify({ ...f, station: '', externalId: '', foundDate: '', foundPlace: '' }) === JSON.stringify(blank())
