import { signatureOf, signer, type Signer, type SignerNeed } from '@/proceeding/draft'
import type { Given, Stay } from '@/proceeding/kinds'

export const arrivals = ['SELF', 'PATROL', 'POLICE', 'CITY', 'CITIZEN', 'HOSPITAL', 'STATION'] as const
export const categories = ['CHILD', 'OLD', 'DISABLED', 'MENTALLY_ILL', 'CRITICALLY_ILL', 'INFECTIOUS', 'FULL_CAPACITY', 'OTHER'] as const

// Admission is an admission, or the refusal of one, as it is filled in.
export interface Admission {
  time: Date
  arrival: string
  categories: string[]
  request: string
  health: string
  belongings: Given[]
  lead: string
  signers: Signer[]
  refused: boolean
  note: string
}

export const blank = (lead = ''): Admission =>
  ({ time: new Date(), arrival: lead ? 'PATROL' : '', categories: [], request: '', health: '', belongings: [], lead, signers: [], refused: false, note: '' })

// An office that brings somebody hands over with a name and a unit (民发〔2015〕158号).
const offices = ['POLICE', 'CITY', 'HOSPITAL', 'STATION']

// signersOf is who signs an admission: who brought the person, then who takes them in.
export function signersOf(a: Admission): SignerNeed[] {
  if (a.refused) return [{ kinds: ['PERSON'], must: false, fields: [] }]
  const staff: SignerNeed = { kinds: ['STAFF'], must: false, fields: [] }
  if (offices.includes(a.arrival)) return [{ kinds: ['BRINGER'], must: true, fields: ['unit', 'phone', 'idKind', 'idNumber'] }, staff]
  if (a.arrival === 'CITIZEN') return [{ kinds: ['BRINGER'], must: false, fields: ['phone', 'relation'] }, staff]
  return [{ kinds: ['PERSON'], must: false, fields: [] }, staff]
}

// roomFor keeps who is filled in and makes room for who else signs; staff is the reader.
export const roomFor = (needs: SignerNeed[], now: Signer[], staff: Partial<Signer>) =>
  needs.map((n) => now.find((s) => n.kinds.includes(s.kind)) ?? signer(n.kinds[0]!, n.kinds[0] === 'STAFF' ? staff : {}))

// clash reports whether categories cannot be true together.
export const clash = (list: string[]) => list.includes('FULL_CAPACITY') && (list.includes('CHILD') || list.includes('MENTALLY_ILL'))

// wantedOf are the parts still to be filled in.
export function wantedOf(a: Admission): string[] {
  const parts: string[] = []
  if (!a.arrival) parts.push('arrival')
  if (!a.refused && !a.categories.length) parts.push('categories')
  if (a.refused && !a.note.trim()) parts.push('reason')
  if (!a.refused && offices.includes(a.arrival)) {
    const bringer = a.signers.find((s) => s.kind === 'BRINGER')
    if (!bringer?.name.trim() || !bringer.unit.trim()) parts.push('bringer')
  }
  return parts
}

// stayOf is the admission as the service takes it.
export function stayOf(a: Admission, record: string, clientId: string): Stay {
  const text = (s: string) => s.trim() || undefined
  return {
    record, clientId, arrival: a.arrival, categories: a.categories, request: text(a.request), health: text(a.health),
    lead: text(a.lead), belongings: a.refused ? undefined : a.belongings,
    first: { kind: a.refused ? 'REFUSE' : 'ADMIT', time: a.time.toISOString(), note: text(a.note), signatures: a.signers.filter((s) => s.name.trim()).map(signatureOf) },
  }
}
