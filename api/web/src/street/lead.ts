import type { Given, Lead } from '@/proceeding/kinds'

export const urgencies = ['COLD', 'ILLNESS', 'CHILD', 'OLD', 'DANGER', 'HEAT'] as const
export const sources = ['PATROL', 'HOTLINE', 'POLICE', 'EMERGENCY', 'CITY', 'CITIZEN', 'HOSPITAL', 'VILLAGE'] as const

// Ages as one sees them from across a street, in years.
export const ages = { child: [5, 17], young: [18, 39], middle: [40, 59], old: [60, 85] } as const
export type Age = keyof typeof ages | ''

// Sighting is a person seen in the street as it is filled in.
export interface Sighting {
  source: string
  place: string
  at?: { latitude: number; longitude: number }
  urgency: string[]
  name: string
  sex: string
  age: Age
  circumstances: string
  photo: string // base64 of a JPEG
  reporter: { name: string; phone: string }
  outcome: string
  unit: string
  given: Given[]
  note: string
}

export const blankSighting = (source = 'PATROL', place = ''): Sighting => ({
  source, place, urgency: [], name: '', sex: '', age: '', circumstances: '', photo: '', reporter: { name: '', phone: '' }, outcome: '', unit: '', given: [], note: '',
})

// wantedOf are the parts still to be filled in.
export function wantedOf(s: Sighting): string[] {
  const parts: string[] = []
  if (!s.place.trim() && !s.at) parts.push('place')
  if (!s.circumstances.trim() && !s.photo && !s.name.trim()) parts.push('seen')
  if (s.outcome === 'HELPED_ON_SPOT' && !s.given.length) parts.push('given')
  if (s.outcome === 'SENT_TO_HOSPITAL' && !s.unit.trim()) parts.push('hospital')
  if (s.outcome === 'OTHER' && !s.note.trim()) parts.push('note')
  return parts
}

// leadOf is the sighting as the service takes it, seen at that time.
export function leadOf(s: Sighting, clientId: string, round: string, time: Date): Lead {
  const text = (v: string) => v.trim() || undefined
  const [ageMin, ageMax] = s.age ? ages[s.age] : []
  return {
    clientId, source: s.source, round: round || undefined, place: { text: text(s.place), ...s.at }, urgency: s.urgency, circumstances: text(s.circumstances),
    person: { names: text(s.name) ? [{ text: s.name.trim(), kind: 'HEARD' }] : undefined, sex: (s.sex || undefined) as never, ageMin, ageMax },
    photos: s.photo ? [{ content: s.photo }] : undefined, reporter: text(s.reporter.name) || text(s.reporter.phone) ? { name: text(s.reporter.name), phone: text(s.reporter.phone) } : undefined,
    first: { time: time.toISOString() },
  }
}
