import { base64 } from '@/api/bytes'
import { body, client, type Schemas } from '@/api/client'
import { idOf } from '@/api/names'
import { sideOf, type Print } from './file'

export type Finger = Schemas['FingerViewFinger']
export const fingers: Finger[] = ['RIGHT_THUMB', 'RIGHT_INDEX', 'RIGHT_MIDDLE', 'RIGHT_RING', 'RIGHT_LITTLE', 'LEFT_THUMB', 'LEFT_INDEX', 'LEFT_MIDDLE', 'LEFT_RING', 'LEFT_LITTLE']

// PrintFile is a template that a device exported or the picture of one finger, as it is sent.
export interface PrintFile {
  file: File
  finger: Finger | '' // of a picture: a template says so itself
}

// isPicture reports whether a file is a picture of a finger, by its first bytes: devices give
// templates names of all kinds.
export async function isPicture(file: Blob): Promise<boolean> {
  const first = atob(await base64(file.slice(0, 4)))
  return ['\x89PNG', 'BM', 'II*\0', 'MM\0*'].some((begin) => first.startsWith(begin))
}

const message = async (p: PrintFile) => ({ content: await base64(p.file), ...(p.finger && { finger: p.finger }) })

// addPrint keeps a fingerprint with a record or a notice and returns what was read of it.
export async function addPrint(name: string, p: PrintFile): Promise<Print> {
  const print = await message(p)
  return sideOf(name) === 'notices'
    ? body(client.POST('/v1/notices/{notice}/fingerprints', { params: { path: { notice: idOf(name) } }, body: print }))
    : body(client.POST('/v1/records/{record}/fingerprints', { params: { path: { record: idOf(name) } }, body: print }))
}

// dropPrint takes a fingerprint off its record or notice.
export async function dropPrint(name: string, print: Print): Promise<void> {
  const fingerprint = print.name?.split('/').pop() ?? ''
  if (sideOf(name) === 'notices') await client.DELETE('/v1/notices/{notice}/fingerprints/{fingerprint}', { params: { path: { notice: idOf(name), fingerprint } } })
  else await client.DELETE('/v1/records/{record}/fingerprints/{fingerprint}', { params: { path: { record: idOf(name), fingerprint } } })
}

// findByPrint ranks one side by fingerprints alone, which are not kept: those whose fingers
// say nothing for it are left out.
export async function findByPrint(p: PrintFile, side: 'NOTICES' | 'RECORDS'): Promise<Schemas['v1Match'][]> {
  const answer = await body(client.POST('/v1/matches:search', { body: { side, person: {}, fingerprints: [await message(p)], pageSize: 20, summaries: true } }))
  return (answer.matches ?? []).filter(fits)
}

// fits reports whether a finger speaks for a pair.
export const fits = (m: Schemas['v1Match']) => (m.evidence ?? []).some((e) => e.feature === 'fingerprint' && (e.weight ?? 0) > 0)
