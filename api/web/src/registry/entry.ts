import { all, body, client } from '@/api/client'
import { signatureOf, signer, type Signer } from '@/proceeding/draft'
import { wordsIn } from '@/proceeding/words'
import type { Registration } from '@/proceeding/kinds'

export const readEntries = (query: { open?: boolean; state?: string }) => all(
  (pageToken) => body(client.GET('/v1/registrations', { params: { query: { ...query, pageToken, pageSize: 200 } } })), (p) => p.registrations, 5000)

// Entry is an entry of the registry as it is filled in.
export interface Entry {
  name: string
  sex: string
  birthDate: string
  place: string
  marks: string
  appearance: string
  conditions: string
  habits: string
  usualPlaces: string
  guardian: { name: string; relation: string; phone: string }
  village: { name: string; phone: string }
  visitMonths: number
  consentProof: string
  sign: Signer
  photo: string // base64
}

export const blankEntry = (): Entry => ({
  name: '', sex: '', birthDate: '', place: '', marks: '', appearance: '', conditions: '', habits: '', usualPlaces: '', guardian: { name: '', relation: '', phone: '' },
  village: { name: '', phone: '' }, visitMonths: 6, consentProof: '', sign: signer('GUARDIAN'), photo: '',
})

export function wantedOf(e: Entry): string[] {
  const parts: string[] = []
  if (!e.name.trim()) parts.push('name')
  if (!e.place.trim()) parts.push('place')
  if (!e.guardian.name.trim()) parts.push('guardian')
  if (!e.guardian.phone.trim()) parts.push('phone')
  if (!e.consentProof.trim() && !e.sign.image) parts.push('consent')
  return parts
}

const text = (s: string) => s.trim() || undefined

// entryOf is the entry as the service takes it. The guardian agrees by signing here, or on
// a paper that is named.
export const entryOf = (e: Entry, clientId: string): Registration => ({
  clientId, place: { text: e.place.trim() }, visitMonths: e.visitMonths, habits: text(e.habits), usualPlaces: wordsIn(e.usualPlaces), consentProof: text(e.consentProof),
  person: {
    names: [{ text: e.name.trim(), kind: 'LEGAL' }], sex: text(e.sex) as never, birthDate: text(e.birthDate), appearance: text(e.appearance), conditions: wordsIn(e.conditions),
    marks: text(e.marks) ? e.marks.split(/[；;\n]+/).map((m) => m.trim()).filter(Boolean).map((m) => ({ text: m })) : undefined, nativePlace: { text: e.place.trim() },
  },
  guardian: { name: e.guardian.name.trim(), relation: text(e.guardian.relation), phone: e.guardian.phone.trim() },
  village: text(e.village.name) || text(e.village.phone) ? { name: text(e.village.name), phone: text(e.village.phone) } : undefined,
  photos: e.photo ? [{ content: e.photo }] : undefined,
  first: e.sign.image ? { signatures: [signatureOf({ ...e.sign, name: e.sign.name.trim() || e.guardian.name, relation: e.guardian.relation })] } : undefined,
})

// late reports whether a visit is due by now.
export const late = (g: Registration, now = Date.now()) => Boolean(g.dueTime) && Date.parse(g.dueTime!) < now

// byNeed puts first what is to be done: who is missing, what is to be checked, visits by
// their day.
export function byNeed(list: Registration[]): Registration[] {
  const rank = (g: Registration) => ['MISSING', 'SURVEYED', 'KEPT'].indexOf(g.state ?? '') >>> 0
  return [...list].sort((a, b) => rank(a) - rank(b) || (a.dueTime ?? '9').localeCompare(b.dueTime ?? '9'))
}
