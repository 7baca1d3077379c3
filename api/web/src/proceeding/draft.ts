import { base64 } from '@/api/bytes'
import { kept, minor, stayWays } from './acts'
import { kindOf, type Act, type Escort, type Given, type Proceeding, type Signature, type Stay } from './kinds'

// Signer is who signs, as it is filled in: with what they showed and what they drew.
export interface Signer {
  kind: string
  name: string
  unit: string
  phone: string
  idKind: string
  idNumber: string
  relation: string
  proof: string
  image: string // base64 of a PNG; empty for none
}

export type SignerField = 'unit' | 'phone' | 'idKind' | 'idNumber' | 'relation' | 'proof'

// SignerNeed is who has to sign, and what must be known of them.
export interface SignerNeed {
  kinds: string[] // in one of these capacities
  must: boolean
  fields: SignerField[] // shown; of an optional signer too
}

// Draft is an act as it is filled in.
export interface Draft {
  time: Date
  note: string
  unit: string
  reference: string
  way: string
  outcome: string
  result: string
  destination: string
  code: string
  given: Given[]
  signers: Signer[]
  files: File[]
}

// Needs are what an act asks for; must is what the service refuses it without.
export interface Needs {
  shows: (keyof Draft)[]
  must: (keyof Draft)[]
  signers: SignerNeed[]
}

export const signer = (kind: string, more: Partial<Signer> = {}): Signer =>
  ({ kind, name: '', unit: '', phone: '', idKind: '', idNumber: '', relation: '', proof: '', image: '', ...more })

export const noDraft = (): Draft =>
  ({ time: new Date(), note: '', unit: '', reference: '', way: '', outcome: '', result: '', destination: '', code: '', given: [], signers: [], files: [] })

const collector: SignerField[] = ['phone', 'idKind', 'idNumber', 'relation', 'proof']
const needs = (shows: (keyof Draft)[], must: (keyof Draft)[] = [], signers: SignerNeed[] = []): Needs => ({ shows: ['time', ...shows], must, signers })

// leaving is what each way of leaving asks for.
function leaving(way: string, s: Stay): Needs {
  if (way === 'ON_OWN' && minor(s)) {
    return needs(['way', 'given', 'note'], ['way', 'note'], [{ kinds: ['PERSON'], must: true, fields: [] }, { kinds: ['LEADER'], must: true, fields: [] }])
  }
  switch (way) {
    case 'ON_OWN': return needs(['way', 'given', 'note'], ['way'], [{ kinds: ['PERSON'], must: true, fields: [] }])
    case 'FAMILY': return needs(['way', 'given', 'files', 'note'], ['way'], [{ kinds: ['COLLECTOR'], must: true, fields: collector }])
    case 'WORK_UNIT': return needs(['way', 'given', 'files', 'note'], ['way'], [{ kinds: ['COLLECTOR'], must: true, fields: ['unit', 'phone', 'idKind', 'idNumber'] }])
    case 'PLACED': case 'DIED': return needs(['way', 'reference', 'given', 'files', 'note'], ['way', 'reference'])
    case 'WITHOUT_LEAVE': case 'ENDED': return needs(['way', 'note', 'given'], ['way', 'note'])
    case '': return needs(['way'], ['way'])
  }
  return needs(['way', 'given', 'note'], ['way'], [{ kinds: ['RECEIVER'], must: true, fields: ['unit', 'phone'] }])
}

function handingOver(p: Escort, code: string): Needs {
  if (code.trim()) return needs(['code', 'note'], ['code'])
  const fields: SignerField[] = p.receiver?.kind === 'FAMILY' ? ['phone', 'idKind', 'idNumber'] : ['unit', 'phone']
  return needs(['code', 'note', 'files'], [], [{ kinds: ['RECEIVER'], must: true, fields }])
}

// needsOf is what an act in a proceeding asks for, as far as it is filled in.
export function needsOf(kind: string, p: Proceeding, d: Draft): Needs {
  const of = kindOf(p.name)
  switch (kind) {
    case 'LEAVE': return leaving(d.way, p as Stay)
    case 'HAND_OVER': return handingOver(p as Escort, d.code)
    case 'HOSPITAL': return needs(['unit', 'note'], ['unit'], [{ kinds: ['RECEIVER'], must: false, fields: ['unit', 'phone'] }])
    case 'RETURN': return needs(['given', 'note'], ['given'], [{ kinds: ['PERSON', 'COLLECTOR'], must: true, fields: [] }])
    case 'OUTCOME': return needs(d.outcome === 'SENT_TO_HOSPITAL' ? ['outcome', 'unit', 'given', 'note'] : ['outcome', 'given', 'note'],
      d.outcome === 'SENT_TO_HOSPITAL' ? ['outcome', 'unit'] : d.outcome === 'HELPED_ON_SPOT' ? ['outcome', 'given'] : d.outcome === 'OTHER' ? ['outcome', 'note'] : ['outcome'])
    case 'ANSWER': return of === 'inquiries'
      ? needs(['result', 'note', 'reference', 'files'], ['result', 'note'], [{ kinds: ['RECEIVER'], must: true, fields: ['phone'] }])
      : needs(['note', 'files'], ['note'])
    case 'MISSING': return needs(['destination', 'note'], ['destination'])
    case 'VISIT': return needs(['note', 'files'], ['note'])
    case 'FAIL': case 'REFUSE': case 'WITHDRAW': return needs(['note'], ['note'])
    case 'UNDO': return { shows: ['note'], must: ['note'], signers: [] }
    case 'REGISTER': return { shows: [], must: [], signers: [] }
  }
  return needs(['note'])
}

// fresh is the draft that an act begins with: what is usual is filled in.
export function fresh(kind: string, p: Proceeding): Draft {
  const d = noDraft()
  if (kind === 'LEAVE') d.way = p.state === 'IN' ? stayWays(p as Stay)[0]! : ''
  if (kind === 'LEAVE' || kind === 'RETURN') d.given = kept(p as Stay)
  return d
}

// signersFor keeps who is filled in already, and makes room for who else has to sign.
export function signersFor(n: Needs, p: Proceeding, now: Signer[]): Signer[] {
  return n.signers.map((need) => now.find((s) => need.kinds.includes(s.kind)) ?? signer(need.kinds[0]!, known(need.kinds[0]!, p)))
}

function known(kind: string, p: Proceeding): Partial<Signer> {
  const of = kindOf(p.name) === 'escorts' ? (p as Escort).receiver : undefined
  if (kind !== 'RECEIVER' || !of) return {}
  return { name: of.name ?? '', unit: of.unit ?? '', relation: of.relation ?? '', phone: of.phone ?? '' }
}

// lacking are the parts that are still to be filled in before the act can be done.
export function lacking(n: Needs, d: Draft): string[] {
  const blank = (v: unknown) => (typeof v === 'string' ? !v.trim() : Array.isArray(v) && v.length === 0)
  const parts: string[] = n.must.filter((key) => blank(d[key]))
  if (n.signers.some((need, i) => need.must && blank(d.signers[i]?.name ?? ''))) parts.push('signers')
  return parts
}

export const signatureOf = (s: Signer): Signature => {
  const { image, ...said } = s
  const filled = Object.fromEntries(Object.entries(said).map(([k, v]) => [k, v.trim()]).filter(([, v]) => v)) as Signature
  return image ? { ...filled, image: { content: image } } : filled
}

// actOf is the act as the service takes it: what is shown and filled in, nothing else.
export async function actOf(kind: string, n: Needs, d: Draft, clientId: string): Promise<Act> {
  const said = (key: keyof Draft) => (n.shows.includes(key) && String(d[key]).trim()) || undefined
  return {
    kind, clientId, time: n.shows.includes('time') ? d.time.toISOString() : undefined,
    note: said('note'), unit: said('unit'), reference: said('reference'), way: said('way'), outcome: said('outcome'), result: said('result'), code: said('code'),
    destination: said('destination') ? { text: said('destination') } : undefined,
    given: n.shows.includes('given') && d.given.length ? d.given : undefined,
    signatures: n.signers.length ? d.signers.filter((s) => s.name.trim()).map(signatureOf) : undefined,
    files: n.shows.includes('files') && d.files.length ? await Promise.all(d.files.map(async (f) => ({ content: await base64(f) }))) : undefined,
  }
}
