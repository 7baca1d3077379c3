import type { File } from '@/person/file'
import { locate } from '@/places/locate'
import { distance, type Pin, type PinKind } from '@/places/pins'

type Words = (key: string) => string
const size = 16 // pixels across
const mostHeard = 3 // counties shown where heard names may lie

// pairPlaces are the places of two files for a map: where one was found, where the other
// went missing, where each comes from, and where what was heard may lie.
export async function pairPlaces(record: File, notice: File, t: Words): Promise<Pin[]> {
  const pin = (kind: PinKind, note: string, at: File['spot']): Pin[] =>
    at?.latitude ? [{ kind, note, size, code: at.code ?? '', text: at.text ?? '', latitude: at.latitude, longitude: at.longitude ?? 0 }] : []
  const heard = record.person.heardPlaces?.length ? await locate(record.person.heardPlaces, record.person.accent ?? '', mostHeard).catch(() => []) : []
  return [
    ...heard.flatMap((h) => pin('heard', t('compare.event.heard'), h)),
    ...pin('native', t('compare.event.recordHome'), record.person.nativePlace), ...pin('native', t('compare.event.home'), notice.person.nativePlace),
    ...pin('missing', t('compare.event.missing'), notice.spot), ...pin('found', t('compare.event.found'), record.spot),
  ]
}

// apartBy are the kilometres between where one went missing and the other was found.
export const apartBy = (record: File, notice: File) => distance(record.spot, notice.spot)
