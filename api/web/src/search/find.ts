import { body, client, type Schemas } from '@/api/client'

type Person = Schemas['v1Person']

// Hit is one file that was found, as a list shows it.
export interface Hit {
  name: string
  externalId: string
  names: string
  sex?: string
  when: string
  where: string
  status?: string
  marks: string
  photo?: string
}

const hit = (f: Schemas['v1Record'] | Schemas['v1Notice'], when?: string, where?: string): Hit => ({
  name: f.name ?? '', externalId: f.externalId ?? '', names: namesOf(f.person), sex: f.person?.sex, when: when ?? '', where: where ?? '',
  status: f.status, marks: (f.person?.marks ?? []).map((m) => m.text).join('；'), photo: f.photos?.[0]?.name,
})

export const namesOf = (person: Person | undefined) => (person?.names ?? []).map((n) => n.text).join('、')

export const recordHit = (r: Schemas['v1Record']) => hit(r, r.foundDate, r.foundPlace?.text)
export const noticeHit = (n: Schemas['v1Notice']) => hit(n, n.missingDate, n.missingPlace?.text)

// merged are lists one after the other, each file once.
export const merged = (...lists: Hit[][]): Hit[] => [...new Map(lists.flat().map((h) => [h.name, h])).values()]

// What has the query as its own number comes first, then what its words fit.
export async function findRecords(query: string, pageSize: number) {
  const [numbered, worded] = await Promise.all([
    body(client.GET('/v1/records', { params: { query: { externalId: query, pageSize } } })),
    body(client.GET('/v1/records:searchText', { params: { query: { query, pageSize } } })),
  ])
  return merged((numbered.records ?? []).map(recordHit), (worded.records ?? []).map(recordHit))
}

export async function findNotices(query: string, pageSize: number) {
  const [numbered, worded] = await Promise.all([
    body(client.GET('/v1/notices', { params: { query: { externalId: query, pageSize } } })),
    body(client.GET('/v1/notices:searchText', { params: { query: { query, pageSize } } })),
  ])
  return merged((numbered.notices ?? []).map(noticeHit), (worded.notices ?? []).map(noticeHit))
}
