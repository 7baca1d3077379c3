import type { Import } from './format'

// Row is one row of a file that an import left out, or an undo left as it is.
export interface Row {
  line: number
  where: string // the heading of the cell; without a table, the field
  reason: string
  to?: string // the file that was kept
}

export function rowsOf(i: Import, what: 'errors' | 'kept'): Row[] {
  if (what === 'kept') return (i.keptRows ?? []).map((r) => ({ line: r.line ?? 0, where: '', reason: r.reason ?? '', to: r.name }))
  return (i.errors ?? []).map((e) => ({ line: e.line ?? 0, where: e.column || e.field || '', reason: e.reason ?? '' }))
}

const ended = ['DONE', 'FAILED', 'CANCELLED']

// undoable reports whether an import wrote something that can be taken back.
export const undoable = (i: Import) => i.mode !== 'CHECK' && ended.includes(i.state ?? '') && (i.created ?? 0) + (i.updated ?? 0) > 0

// moving reports whether an import goes on by itself.
export const moving = (i: Import) => i.state === 'RUNNING' || i.state === 'UNDOING'

// settled is how many rows are done with: lines of a file are more, as titles and blanks count.
export const settled = (i: Import) => (i.state === 'UNDOING' ? (i.undone ?? 0) + (i.kept ?? 0) : (i.created ?? 0) + (i.updated ?? 0) + (i.unchanged ?? 0) + (i.failed ?? 0))

// part is how far an import is, 0…1.
export const part = (i: Import) => (i.total ? Math.min(1, settled(i) / i.total) : 0)

// groupsOf counts rows by the cell that is wrong, the most frequent first.
export function groupsOf(rows: Row[]): { where: string; n: number }[] {
  const counts = new Map<string, number>()
  for (const r of rows) counts.set(r.where, (counts.get(r.where) ?? 0) + 1)
  return [...counts].map(([where, n]) => ({ where, n })).sort((a, b) => b.n - a.n)
}
