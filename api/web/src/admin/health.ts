import type { Schemas } from '@/api/client'

const littleDisk = 0.1 // of the whole, or
const littleBytes = 5e9 // bytes: photos and the index of a station grow slowly

// Sign is one thing by which an administrator sees whether the service is well.
export interface Sign {
  what: 'index' | 'words' | 'faces' | 'disk'
  well: boolean
  say: string
  values?: { n?: number; free?: number; total?: number }
  more?: string
}

// signsOf reads the state of the service.
export function signsOf(s: Schemas['v1System']): Sign[] {
  const pending = Number(s.index?.pendingChanges ?? 0)
  const free = Number(s.disk?.freeBytes ?? 0)
  const total = Number(s.disk?.totalBytes ?? 0)
  const faceModels = s.faceModels ?? []
  return [
    s.index?.failure
      ? { what: 'index', well: false, say: 'indexFailed', values: { n: pending }, more: s.index.failure }
      : { what: 'index', well: pending < 1000, say: pending === 0 ? 'indexCurrent' : 'indexBehind', values: { n: pending } },
    { what: 'words', well: s.index?.wordsReady ?? false, say: s.index?.wordsReady ? 'words' : 'wordsMaking' },
    { what: 'faces', well: faceModels.length > 0 && !s.faceModelsMissing, say: faceModels.length === 0 ? 'facesOff' : s.faceModelsMissing ? 'facesPart' : 'faces', more: faceModels.join(' ') },
    { what: 'disk', well: free > littleBytes && free > littleDisk * total, say: 'disk', values: { free, total } },
  ]
}
