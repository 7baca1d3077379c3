import { body, client, type Schemas } from '@/api/client'

export type Statistics = Schemas['v1Statistics']
export type Cell = Schemas['v1StatisticCell']

export const campaigns = ['WINTER', 'SUMMER'] as const
export const levels = ['TOTAL', 'PROVINCE', 'CITY', 'COUNTY', 'STATION'] as const

// Period is which statistics are asked for.
export interface Period {
  from: string // 2026-03
  to: string // 2026-03
  campaign: string // WINTER, SUMMER, or MONTHS for none
  area: string
  station: string
  level: string
}

// asked is the period as the service is asked for it: a campaign by the year in which it
// begins.
export function asked(p: Period) {
  const rest = { area: p.area.trim() || undefined, station: p.station.trim() || undefined, level: p.level }
  return p.campaign !== 'MONTHS' ? { from: p.from.slice(0, 4), campaign: p.campaign, ...rest } : { from: p.from, to: p.to || p.from, ...rest }
}

export const readStatistics = (p: Period) => body(client.GET('/v1/statistics', { params: { query: asked(p) } }))

// tableOf is where the period is had as an XLSX file.
export const tableOf = (p: Period) => `/v1/statistics:table?${new URLSearchParams(Object.entries(asked(p)).filter((e): e is [string, string] => Boolean(e[1])))}`

export type StatisticEvent = Schemas['v1StatisticEvent']

// Column is whose numbers stand in a column: of an area, of a station.
export interface Column {
  area: string
  station: string
}

// opens reports whether the numbers of a column open to what they add up from: those of the
// reader's own areas and station do.
export const opens = (c: Column, own: { areas?: string[]; station?: string } | undefined) =>
  Boolean(own && ((own.areas ?? []).some((a) => a === '*' || (c.area !== '' && c.area.startsWith(a))) || (c.station && c.station === own.station)))

// eventsOf is where a number is opened, in the page.
export function eventsOf(s: Statistics, c: Column, line: { measure: string; key: string }) {
  const query = { from: s.from, to: s.to, area: c.area, station: c.station, measure: line.measure, key: line.key }
  return { name: 'events', query: Object.fromEntries(Object.entries(query).filter((e): e is [string, string] => Boolean(e[1]))) }
}

export const readEvents = (query: Record<string, string>, pageToken: string) =>
  body(client.GET('/v1/statistics:events', { params: { query: { ...query, pageToken: pageToken || undefined } } }))

export interface Line {
  id: string
  measure: string
  key: string
  title: { zh: string; en: string }
  amounts: (Cell | undefined)[] // one for each column; undefined is 0
}

// linesOf turns rows by area into the customary table: a line for each number, a column
// for each area or station.
export function linesOf(s: Statistics): { columns: Column[]; lines: Line[] } {
  const columns = (s.rows ?? []).map((r) => ({ area: r.area ?? '', station: r.station ?? '' }))
  const lines = new Map<string, Line>()
  const order: string[] = []
  ;(s.rows ?? []).forEach((r, at) => {
    for (const c of r.cells ?? []) {
      const id = `${c.measure} ${c.key ?? ''}`
      if (!lines.has(id)) {
        lines.set(id, { id, measure: c.measure ?? '', key: c.key ?? '', title: { zh: c.title ?? '', en: c.titleEn ?? '' }, amounts: columns.map(() => undefined) })
        order.push(id)
      }
      lines.get(id)!.amounts[at] = c
    }
  })
  for (const c of s.corrected ?? []) { // a number that was 0 when it was reported
    const id = `${c.measure} ${c.key ?? ''}`
    if (lines.has(id)) continue
    lines.set(id, { id, measure: c.measure ?? '', key: c.key ?? '', title: { zh: c.title ?? '', en: c.titleEn ?? '' }, amounts: columns.map(() => undefined) })
    order.push(id)
  }
  const measures = [...new Set(order.map((id) => lines.get(id)!.measure))]
  return { columns, lines: [...lines.values()].sort((a, b) => measures.indexOf(a.measure) - measures.indexOf(b.measure)) }
}

// sumOf adds up what is not hidden.
export const sumOf = (line: Line) => line.amounts.reduce((n, c) => n + (c?.amount ?? 0), 0)

// over reports whether a period has ended, so that it can be reported.
export function over(lastDay: string | undefined, today: string): boolean {
  return Boolean(lastDay) && lastDay! < today
}
