import { body, client, type Schemas } from '@/api/client'
import { idOf } from '@/api/names'

export type Person = Schemas['v1Person']
export type Photo = Schemas['v1Photo']
export type Print = Schemas['v1Fingerprint']

// File is a record or a notice, by the parts that both have.
export interface File {
  name: string
  side: 'records' | 'notices'
  externalId: string
  person: Person
  photos: Photo[]
  prints: Print[]
  date: string // found, or last seen
  place: string
  placeCode: string
  spot?: Schemas['v1Place'] // where, with degrees if they are known
  circumstances: string
  status: string
  etag: string
  createTime?: string
}

export const sideOf = (name: string) => (name.startsWith('notices/') ? 'notices' : 'records') as File['side']

export const fromRecord = (r: Schemas['v1Record']): File => ({
  name: r.name ?? '', side: 'records', externalId: r.externalId ?? '', person: r.person ?? {}, photos: r.photos ?? [], prints: r.fingerprints ?? [],
  date: r.foundDate ?? '', place: r.foundPlace?.text ?? '', placeCode: r.foundPlace?.code ?? '', spot: r.foundPlace,
  circumstances: r.circumstances ?? '', status: r.status ?? '', etag: r.etag ?? '', createTime: r.createTime,
})

export const fromNotice = (n: Schemas['v1Notice']): File => ({
  name: n.name ?? '', side: 'notices', externalId: n.externalId ?? '', person: n.person ?? {}, photos: n.photos ?? [], prints: n.fingerprints ?? [],
  date: n.missingDate ?? '', place: n.missingPlace?.text ?? '', placeCode: n.missingPlace?.code ?? '', spot: n.missingPlace,
  circumstances: n.circumstances ?? '', status: n.status ?? '', etag: n.etag ?? '', createTime: n.createTime,
})

export async function readFile(name: string): Promise<File> {
  const id = idOf(name)
  return sideOf(name) === 'notices'
    ? fromNotice(await body(client.GET('/v1/notices/{notice}', { params: { path: { notice: id } } })))
    : fromRecord(await body(client.GET('/v1/records/{record}', { params: { path: { record: id } } })))
}

export const namesOf = (names: Schemas['v1PersonName'][] | undefined) => (names ?? []).map((n) => n.text).filter(Boolean).join('、')

export const photoSource = (name: string | undefined) => (name ? `/v1/${name}` : '')

// span is one number or two, with a dash between them.
export function span(low?: number, high?: number): string {
  if (low === undefined && high === undefined) return ''
  if (low === undefined || high === undefined || low === high) return String(low ?? high)
  return `${low}–${high}`
}

// picture is the photo to show first: the one with the clearest face.
export function picture(photos: Photo[]): Photo | undefined {
  const quality = (p: Photo) => Math.max(0, ...(p.faces ?? []).map((f) => f.quality ?? 0))
  return [...photos].filter((p) => p.contentType).sort((a, b) => quality(b) - quality(a))[0]
}
