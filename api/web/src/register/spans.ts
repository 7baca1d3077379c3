import type { Schemas } from '@/api/client'

type Span = Schemas['ParseTextResponseSpan']

export interface Piece {
  text: string
  field: string // empty where nothing was read
  label: string // i18n key of the field's name
}

const shownAs: Record<string, string> = { ageMin: 'age', ageMax: 'age', heightMinCm: 'height', heightMaxCm: 'height' }

// keyOf is the field of the form that a path within a record belongs to:
// person.names[0].text is names.
export const keyOf = (path: string) => {
  const field = /^(?:person\.)?(\w+)/.exec(path)?.[1] ?? ''
  return shownAs[field] ?? field
}

// pieces cut a text at what was read of it. Spans may overlap: the first counts.
export function pieces(text: string, spans: Span[]): Piece[] {
  const list: Piece[] = []
  let at = 0
  for (const s of [...spans].sort((a, b) => (a.start ?? 0) - (b.start ?? 0))) {
    const start = Math.max(s.start ?? 0, at)
    const end = s.end ?? 0
    if (end <= start) continue
    if (start > at) list.push({ text: text.slice(at, start), field: '', label: '' })
    list.push({ text: text.slice(start, end), field: s.field ?? '', label: `person.field.${keyOf(s.field ?? '')}` })
    at = end
  }
  if (at < text.length) list.push({ text: text.slice(at), field: '', label: '' })
  return list
}

// sources are by field of the form the words that it was filled from.
export function sources(text: string, spans: Span[]): Record<string, string> {
  const found: Record<string, string> = {}
  for (const s of spans) {
    const key = keyOf(s.field ?? '')
    const words = text.slice(s.start ?? 0, s.end ?? 0)
    if (words && !found[key]?.includes(words)) found[key] = found[key] ? `${found[key]}、${words}` : words
  }
  return found
}
