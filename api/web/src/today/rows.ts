import type { RouteLocationRaw } from 'vue-router'
import type { Schemas } from '@/api/client'
import { comparePath, idOf, pathOf } from '@/api/names'

type Deadline = Schemas['v1Deadline']
type Case = Schemas['v1Case']
type Takedown = Schemas['v1Takedown']
type Import = Schemas['v1Import']

// The kinds of things to do, the most pressing first.
export const kinds = ['overdue', 'today', 'second', 'takedown', 'match', 'review', 'mine', 'coming', 'import'] as const
export type RowKind = (typeof kinds)[number]

// Row is one thing to do: what, about whom, since or until when, and where it is done.
export interface Row {
  id: string
  kind: RowKind
  what?: { zh: string; en: string } // in the service's own words; else in those of its kind
  who: string
  time?: string
  probability?: number
  faceOnly?: boolean
  progress?: number // 0…1
  deadline?: Deadline
  to?: RouteLocationRaw
}

const dueKinds: Record<string, RowKind> = { OVERDUE: 'overdue', TODAY: 'today', COMING: 'coming' }

export function deadlineRow(d: Deadline): Row {
  return {
    id: `${d.record}/${d.rule}/${d.dueTime}`, kind: dueKinds[d.state ?? ''] ?? 'coming', deadline: d,
    what: { zh: d.title ?? '', en: d.titleEn ?? '' }, who: d.recordExternalId || idOf(d.record), time: d.dueTime,
  }
}

// A side of a case by its names, else by its own number.
const side = (s: Schemas['v1Summary'] | undefined, externalId: string | undefined, name: string | undefined) =>
  s?.names?.[0]?.text || externalId || idOf(name)

const pair = (c: Case) => `${side(c.recordSummary, c.match?.recordExternalId, c.record)} ↔ ${side(c.noticeSummary, c.match?.noticeExternalId, c.notice)}`

// needsSecond reports whether a case waits for the judgement of another than those who
// brought it so far, and the reader may be that one.
export function needsSecond(c: Case, me: string): boolean {
  const standing = (c.items ?? []).filter((i) => !i.withdrawnBy)
  return c.state === 'VERIFYING' && standing.some((i) => i.result === 'SUPPORTS') &&
    !standing.some((i) => i.actor === me) && c.history?.find((s) => s.kind === 'PROPOSE')?.actor !== me
}

// caseRow is what a case asks of the reader; nothing if it is another's or done.
export function caseRow(c: Case, me: string): Row | undefined {
  const row = { id: c.name ?? '', who: pair(c), time: c.updateTime, probability: c.match?.probability, faceOnly: c.faceAlone, to: pathOf(c.name) }
  if (c.state === 'PROPOSED') return { ...row, kind: 'match', to: comparePath(c.record, c.notice) }
  if (c.state === 'UNRESOLVED') return c.due ? { ...row, kind: 'review' } : undefined
  if (needsSecond(c, me)) return { ...row, kind: 'second' }
  return (c.state === 'VERIFYING' || c.state === 'CONFIRMED') && c.assignee === me ? { ...row, kind: 'mine' } : undefined
}

// takedownRow is a request of somebody who is not missing, for another than who entered it.
export function takedownRow(d: Takedown, me: string): Row | undefined {
  if (d.enteredBy === me) return undefined
  return { id: d.name ?? '', kind: 'takedown', who: idOf(d.notice), time: d.createTime, to: { name: 'admin-takedowns' } }
}

export function importRow(i: Import): Row {
  return {
    id: i.name ?? '', kind: 'import', who: idOf(i.name), time: i.createTime, to: { name: 'imports' },
    progress: i.total ? (i.line ?? 0) / i.total : undefined,
  }
}

// sorted puts the most pressing first: by kind, then what is due first, then what came last.
export function sorted(rows: Row[]): Row[] {
  const late = (r: Row) => r.kind === 'overdue' || r.kind === 'today' || r.kind === 'coming'
  return [...rows].sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
    (late(a) ? (a.time ?? '').localeCompare(b.time ?? '') : (b.probability ?? 0) - (a.probability ?? 0) || (b.time ?? '').localeCompare(a.time ?? '')))
}
