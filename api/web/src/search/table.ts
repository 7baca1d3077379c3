import type { Hit } from './find'

export type Column = 'names' | 'when' | 'where' | 'externalId' | 'status'

// arranged filters by status and sorts by a column; without one the order stays that of
// the search, best first.
export function arranged(hits: Hit[], status: string, column: Column | undefined, down: boolean): Hit[] {
  const list = status ? hits.filter((h) => h.status === status) : [...hits]
  if (!column) return list
  const words = new Intl.Collator('zh', { numeric: true })
  return list.sort((a, b) => (down ? -1 : 1) * words.compare(a[column] ?? '', b[column] ?? ''))
}

export const statusesOf = (hits: Hit[]) => [...new Set(hits.map((h) => h.status ?? '').filter(Boolean))]
