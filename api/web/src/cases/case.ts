import { all, body, client, type Schemas } from '@/api/client'
import { idOf } from '@/api/names'

export type Case = Schemas['v1Case']
export type Item = Schemas['v1CaseItem']

export const states = ['PROPOSED', 'VERIFYING', 'CONFIRMED', 'REUNITED', 'UNRESOLVED', 'REJECTED'] as const
export type State = (typeof states)[number]

export const readCase = (id: string) => body(client.GET('/v1/cases/{case}', { params: { path: { case: id } } }))

export const readCases = (state?: State) => all(
  (pageToken) => body(client.GET('/v1/cases', { params: { query: { pageSize: 100, pageToken, summaries: true, state } } })), (p) => p.cases, 500)

export const steps = ['verify', 'confirm', 'reject', 'unresolve', 'reunite', 'reopen', 'undo'] as const
export type Step = (typeof steps)[number]

const possible: Record<State, Step[]> = {
  PROPOSED: ['verify', 'unresolve', 'reject'],
  VERIFYING: ['confirm', 'unresolve', 'reject'],
  CONFIRMED: ['reunite', 'undo'],
  REUNITED: ['undo'],
  UNRESOLVED: ['reopen', 'undo'],
  REJECTED: ['reopen', 'undo'],
}

// stepsOf are what can be done in a state, the usual next one first.
export const stepsOf = (state: string | undefined): Step[] => possible[state as State] ?? []

// take does a step and returns the case as it is then.
export function take(step: Step, c: Case, reason: string, reviewDate?: string) {
  const at = { params: { path: { case: idOf(c.name) } } }
  const said = { reason, etag: c.etag }
  switch (step) {
    case 'verify': return body(client.POST('/v1/cases/{case}:verify', { ...at, body: said }))
    case 'confirm': return body(client.POST('/v1/cases/{case}:confirm', { ...at, body: said }))
    case 'reject': return body(client.POST('/v1/cases/{case}:reject', { ...at, body: said }))
    case 'unresolve': return body(client.POST('/v1/cases/{case}:unresolve', { ...at, body: { ...said, reviewDate } }))
    case 'reunite': return body(client.POST('/v1/cases/{case}:reunite', { ...at, body: said }))
    case 'reopen': return body(client.POST('/v1/cases/{case}:reopen', { ...at, body: said }))
    case 'undo': return body(client.POST('/v1/cases/{case}:undo', { ...at, body: said }))
  }
}

// blind reports whether the reader is to judge a case without knowing what others found,
// which the service withholds until then.
export const blind = (c: Case | undefined) => Boolean(c?.withheldItems)

export const itemKinds = ['FACE_REVIEW', 'PHONE_CALL', 'FAMILY_PHOTO', 'FAMILY_VISIT', 'DNA', 'FINGERPRINT', 'POLICE_RECORD', 'DOCUMENTS'] as const
export const itemResults = ['SUPPORTS', 'CONTRADICTS', 'INCONCLUSIVE'] as const
