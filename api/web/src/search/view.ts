import type { Hit } from './find'

export const columns = ['names', 'sex', 'when', 'where', 'marks', 'externalId', 'status'] as const
export type Column = (typeof columns)[number]
const sortable: readonly Column[] = ['names', 'when', 'where', 'externalId', 'status']
export const sorts = (c: Column) => sortable.includes(c)

// View is how a list is looked at: what is in it, in which order, and which columns. It
// holds no search words, so that keeping one keeps nothing about anybody.
export interface View {
  columns: Column[]
  sort?: Column // without it the order is that of the list: best or newest first
  down: boolean
  status: string
  sex: string
  where: string // part of a place
  from: string // partial dates, both ends in
  to: string
  photo: boolean // only those with a picture
}

export const usual = (): View => ({ columns: [...columns], down: false, status: '', sex: '', where: '', from: '', to: '', photo: false })

const fits = (v: View) => (h: Hit) =>
  (!v.status || h.status === v.status) && (!v.sex || h.sex === v.sex) && (!v.where || h.where.includes(v.where.trim())) &&
  (!v.photo || Boolean(h.photo)) && (!v.from || h.when >= v.from.trim()) && (!v.to || (h.when !== '' && h.when.slice(0, v.to.trim().length) <= v.to.trim()))

// arranged are the hits that a view shows, in its order.
export function arranged(hits: Hit[], v: View): Hit[] {
  const list = hits.filter(fits(v))
  const by = v.sort
  if (!by) return list
  const words = new Intl.Collator('zh', { numeric: true })
  return list.sort((a, b) => (v.down ? -1 : 1) * words.compare(a[by] ?? '', b[by] ?? ''))
}

// sorted is a view after its column's heading was pressed: up, down, and back to the
// order of the list.
export function sorted(v: View, by: Column): View {
  if (v.sort !== by) return { ...v, sort: by, down: false }
  return v.down ? { ...v, sort: undefined, down: false } : { ...v, down: true }
}

export const statusesOf = (hits: Hit[]) => [...new Set(hits.map((h) => h.status ?? '').filter(Boolean))]

// narrowed reports whether a view leaves anything out.
export const narrowed = (v: View) => Boolean(v.status || v.sex || v.where || v.from || v.to || v.photo)

export interface Saved {
  name: string
  kind: string // records or notices
  view: View
}

const key = (me: string) => `guitu.views.${me}`

// readViews are the views that a reader keeps in this browser.
export function readViews(me: string): Saved[] {
  try {
    const list = JSON.parse(localStorage.getItem(key(me)) ?? '[]') as Saved[]
    return list.map((s) => ({ ...s, view: { ...usual(), ...s.view } }))
  } catch {
    return [] // storage is off or holds rubbish
  }
}

// keepView adds a view to those kept, in place of one of the same name and kind.
export const keepView = (me: string, s: Saved) => write(me, [...others(me, s), s])

export const dropView = (me: string, s: Saved) => write(me, others(me, s))

const others = (me: string, s: Saved) => readViews(me).filter((o) => o.name !== s.name || o.kind !== s.kind)

function write(me: string, list: Saved[]): Saved[] {
  try {
    localStorage.setItem(key(me), JSON.stringify(list))
  } catch {
    // storage is off: they last as long as the page
  }
  return list
}
