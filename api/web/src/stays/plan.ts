import type { Escort, Stay } from '@/proceeding/kinds'
import { wordsIn } from '@/proceeding/words'
import { day } from '@/ui/format'

export const receivers = ['STATION', 'FAMILY', 'WELFARE', 'COUNTY'] as const

// Plan is the plan of an escort as it is filled in.
export interface Plan {
  destination: string
  kind: string
  unit: string
  name: string
  relation: string
  phone: string
  plannedDate: string
  transport: string
  escorts: string // names, with 、 between
  specialNeeds: boolean
  health: string
  costs: { what: string; yuan: string }[]
}

// Who needs two escorts: children, the old and the ill.
const frail = ['CHILD', 'OLD', 'DISABLED', 'MENTALLY_ILL', 'CRITICALLY_ILL', 'INFECTIOUS']

export const planFor = (stay: Stay | undefined): Plan => ({
  destination: '', kind: 'STATION', unit: '', name: '', relation: '', phone: '', plannedDate: day(new Date()), transport: '', escorts: '',
  specialNeeds: (stay?.categories ?? []).some((c) => frail.includes(c)), health: stay?.health ?? '', costs: [],
})

export function wantedOf(p: Plan): string[] {
  const parts: string[] = []
  if (!p.destination.trim()) parts.push('destination')
  if (p.kind === 'FAMILY') {
    if (!p.name.trim()) parts.push('receiverName')
    if (!p.relation.trim()) parts.push('relation')
  } else if (!p.unit.trim()) parts.push('unit')
  if (wordsIn(p.escorts).length < (p.specialNeeds ? 2 : 1)) parts.push(p.specialNeeds ? 'twoEscorts' : 'oneEscort')
  return parts
}

// fen are the hundredths of a yuan that an amount as typed says; undefined where it says none.
export function fen(text: string): number | undefined {
  return /^\d+(\.\d{1,2})?$/.test(text.trim()) ? Math.round(Number(text) * 100) : undefined
}

export const escortOf = (p: Plan, stay: string, clientId: string): Escort => ({
  stay, clientId, destination: { text: p.destination.trim() }, plannedDate: p.plannedDate, transport: p.transport.trim() || undefined,
  receiver: { kind: p.kind, unit: p.kind === 'FAMILY' ? undefined : p.unit.trim(), name: p.name.trim() || undefined, relation: p.kind === 'FAMILY' ? p.relation.trim() : undefined, phone: p.phone.trim() || undefined },
  escorts: wordsIn(p.escorts), specialNeeds: p.specialNeeds, health: p.health.trim() || undefined,
  costs: p.costs.filter((c) => c.what.trim() && fen(c.yuan) !== undefined).map((c) => ({ what: c.what.trim(), fen: fen(c.yuan) })),
})
