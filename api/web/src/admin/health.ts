import type { Schemas } from '@/api/client'

const littleDisk = 0.1 // of the whole, or
const littleBytes = 5e9 // bytes: photos and the index of a station grow slowly

// Sign is one thing by which an administrator sees whether the service is well.
export interface Sign {
  what: 'index' | 'words' | 'faces' | 'disk' | 'backup' | 'store' | 'rows'
  well: boolean
  say: string
  values?: { n?: number; free?: number; total?: number }
  time?: string
  more?: string
  reason?: { zh: string; en: string } // in the service's own words
}

// signsOf reads the state of the service.
export function signsOf(s: Schemas['v1System']): Sign[] {
  const pending = Number(s.index?.pendingChanges ?? 0)
  const free = Number(s.disk?.freeBytes ?? 0)
  const total = Number(s.disk?.totalBytes ?? 0)
  const faceModels = s.faceModels ?? []
  const checkOf = (name: string) => (s.checks ?? []).find((c) => c.name === name)
  const reasonOf = (name: string) => (checkOf(name)?.reason ? { zh: checkOf(name)?.reason ?? '', en: checkOf(name)?.reasonEn ?? '' } : undefined)
  const wellIs = (name: string) => (checkOf(name)?.state ?? 'OK') === 'OK'
  return [
    s.index?.failure
      ? { what: 'index', well: false, say: 'indexFailed', values: { n: pending }, more: s.index.failure }
      : { what: 'index', well: pending < 1000, say: pending === 0 ? 'indexCurrent' : 'indexBehind', values: { n: pending } },
    { what: 'words', well: s.index?.wordsReady ?? false, say: s.index?.wordsReady ? 'words' : 'wordsMaking' },
    { what: 'faces', well: faceModels.length > 0 && !s.faceModelsMissing, say: faceModels.length === 0 ? 'facesOff' : s.faceModelsMissing ? 'facesPart' : 'faces', more: faceModels.join(' ') },
    { what: 'disk', well: wellIs('disk') && free > littleBytes && free > littleDisk * total, say: 'disk', values: { free, total }, reason: reasonOf('disk') },
    { what: 'store', well: wellIs('store'), say: 'store', reason: reasonOf('store') },
    { what: 'rows', well: wellIs('rows'), say: s.damagedRows?.length ? 'rowsDamaged' : 'rows', values: { n: s.damagedRows?.length ?? 0 }, more: s.damagedRows?.join(' '), reason: reasonOf('rows') },
    s.backup
      ? { what: 'backup', well: wellIs('backup'), say: s.backup.verified ? 'backupWhole' : 'backupUnread', values: { total: Number(s.backup.sizeBytes ?? 0) }, time: s.backup.time, reason: reasonOf('backup') }
      : { what: 'backup', well: false, say: 'backupNone' },
  ]
}
