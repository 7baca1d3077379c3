import { body, client, type Schemas } from '@/api/client'
import { idOf } from '@/api/names'

type Case = Schemas['v1Case']

export const acts = ['case', 'aside', 'reject', 'dna'] as const
export type Act = (typeof acts)[number]

export interface Choice {
  reason: string
  reviewDate?: string // of what is set aside
}

// caseOf is the case of a pair, opened if there is none.
async function caseOf(record: string, notice: string, reason: string): Promise<Case> {
  const { cases } = await body(client.GET('/v1/cases', { params: { query: { record, notice, pageSize: 1 } } }))
  return cases?.[0] ?? body(client.POST('/v1/cases', { body: { record, notice, reason } }))
}

const path = (c: Case) => ({ params: { path: { case: idOf(c.name) } } })

// decide does what was chosen about a pair, and returns the case, if it is about one,
// and how to take it back.
export async function decide(act: Act, record: string, notice: string, { reason, reviewDate }: Choice) {
  if (act === 'dna') {
    const at = { params: { path: { record: idOf(record) } } }
    const step = await body(client.POST('/v1/records/{record}/steps', { ...at, body: { step: 'DNA_REQUESTED', time: new Date().toISOString(), note: reason } }))
    const back = { path: { record: idOf(record), step: step.name?.split('/').pop() ?? '' } }
    return { undo: () => client.POST('/v1/records/{record}/steps/{step}:undo', { params: back, body: { reason } }) }
  }
  const opened = await caseOf(record, notice, reason)
  let c = opened
  if (act === 'aside') c = await body(client.POST('/v1/cases/{case}:unresolve', { ...path(c), body: { reason, reviewDate, etag: c.etag } }))
  if (act === 'reject') c = await body(client.POST('/v1/cases/{case}:reject', { ...path(c), body: { reason, etag: c.etag } }))
  return { case: c, undo: act === 'case' ? undefined : () => client.POST('/v1/cases/{case}:undo', { ...path(c), body: { reason } }) }
}
