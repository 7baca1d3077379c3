import type { RouteLocationRaw } from 'vue-router'
import type { Schemas } from '@/api/client'
import { comparePath, idOf, pathOf } from '@/api/names'
import type { Summary } from '@/person/summary'

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
  who: string // without summaries: a file's own number
  people?: Summary[] // who it is about, the person in care first
  time?: string
  probability?: number
  faceOnly?: boolean
  progress?: number // 0…1
  deadline?: Deadline
  to?: RouteLocationRaw
}

const dueKinds: Record<string, RowKind> = { OVERDUE: 'overdue', TODAY: 'today', COMING: 'coming' }

const known = (...people: (Summary | undefined)[]) => people.filter((s) => s !== undefined)

export function deadlineRow(d: Deadline): Row {
  if (d.proceeding) { // a stay, a lead, a hospital's request …: nothing to enter at the record
    return { id: d.proceeding, kind: dueKinds[d.state ?? ''] ?? 'coming', what: { zh: d.title ?? '', en: d.titleEn ?? '' }, who: d.station ?? '', people: known(d.recordSummary), time: d.dueTime, to: pathOf(d.proceeding) }
  }
  return {
    id: `${d.record}/${d.rule}/${d.dueTime}`, kind: dueKinds[d.state ?? ''] ?? 'coming', deadline: d,
    what: { zh: d.title ?? '', en: d.titleEn ?? '' }, who: d.recordExternalId || idOf(d.record), people: known(d.recordSummary), time: d.dueTime,
  }
}

// needsSecond reports whether a case waits for a judgement of the reader's own: others
// have given theirs, which the service withholds until then.
export const needsSecond = (c: Case) => c.state === 'VERIFYING' && Boolean(c.withheldItems)

// caseRow is what a case asks of the reader; nothing if it is another's or done.
export function caseRow(c: Case, me: string): Row | undefined {
  const row = { id: c.name ?? '', who: `${c.match?.recordExternalId || idOf(c.record)} ↔ ${c.match?.noticeExternalId || idOf(c.notice)}`, people: known(c.recordSummary, c.noticeSummary), time: c.updateTime, probability: c.match?.probability, faceOnly: c.faceAlone, to: pathOf(c.name) }
  if (c.state === 'PROPOSED') return { ...row, kind: 'match', to: comparePath(c.record, c.notice) }
  if (c.state === 'UNRESOLVED') return c.due ? { ...row, kind: 'review' } : undefined
  if (needsSecond(c)) return { ...row, kind: 'second' }
  return (c.state === 'VERIFYING' || c.state === 'CONFIRMED') && c.assignee === me ? { ...row, kind: 'mine' } : undefined
}

// takedownRow is a request of somebody who is not missing, for another than who entered it.
export function takedownRow(d: Takedown, me: string): Row | undefined {
  if (d.enteredBy === me) return undefined
  return { id: d.name ?? '', kind: 'takedown', who: idOf(d.notice), people: known(d.noticeSummary), time: d.createTime, to: { name: 'admin-takedowns' } }
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
