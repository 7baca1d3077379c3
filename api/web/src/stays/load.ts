import { all, body, client } from '@/api/client'
import { read, type Escort, type Stay } from '@/proceeding/kinds'

// Journey is a person's way through the station: the stay they are in or were in last,
// with who they may be, its escorts, and the stays before.
export interface Journey {
  stay?: Stay
  escorts: Escort[]
  earlier: Stay[]
}

export const readStays = (query: { record?: string; open?: boolean; state?: string }) =>
  all((pageToken) => body(client.GET('/v1/stays', { params: { query: { ...query, pageToken, pageSize: 200, summaries: !query.record } } })), (p) => p.stays, 2000)

export const readEscorts = (query: { record?: string; open?: boolean }) =>
  all((pageToken) => body(client.GET('/v1/escorts', { params: { query: { ...query, pageToken, pageSize: 200, summaries: !query.record } } })), (p) => p.escorts, 2000)

export async function readJourney(record: string): Promise<Journey> {
  const [stays, escorts] = await Promise.all([readStays({ record }), readEscorts({ record })])
  const [last, ...earlier] = stays
  const ended = last?.state === 'LEFT' || last?.state === 'REFUSED'
  const stay = last && !ended ? await read<Stay>('stays', last.name?.split('/')[1] ?? '') : last // whole, with who it may be
  return { stay, escorts: escorts.filter((e) => e.stay === stay?.name), earlier }
}

// days is how many days a stay lasts by now, the day of the admission being the first.
export function days(stay: Stay, now = Date.now()): number {
  const begun = Date.parse(stay.history?.[0]?.time ?? '')
  return Number.isNaN(begun) ? 0 : Math.floor((now - begun) / 86_400_000) + 1
}

// mayEscort reports whether an escort can be planned: one at a time.
export const mayEscort = (j: Journey) => (j.stay?.state === 'IN' || j.stay?.state === 'IN_HOSPITAL') && !j.escorts.some((e) => e.state === 'PLANNED' || e.state === 'UNDERWAY')
