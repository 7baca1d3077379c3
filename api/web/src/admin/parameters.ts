import type { Schemas } from '@/api/client'

// Version is one that can be tried and proposed.
export type Version = Schemas['ParametersVersion'] & { version: string; builtIn?: boolean }

// versionsOf lists the built-in version and those that are kept, the newest learned first.
export function versionsOf(p: Schemas['v1Parameters']): Version[] {
  const kept = (p.versions ?? []).map((v) => ({ ...v, version: v.version ?? '' }))
  const dateOf = (v: Version) => v.learnedDate || v.facesDate || ''
  return [{ version: p.builtIn ?? '', builtIn: true }, ...kept.sort((a, b) => dateOf(b).localeCompare(dateOf(a)) || a.version.localeCompare(b.version))]
}

// sourceOf is where a version comes from.
export function sourceOf(v: Version): 'builtIn' | 'learned' | 'faces' | 'hand' {
  if (v.builtIn) return 'builtIn'
  if (v.learnedDate) return 'learned'
  return v.facesDate ? 'faces' : 'hand'
}

// scaleOf is a factor to three digits after the point, as it is learned.
export const scaleOf = (n: number | undefined) => (n ?? 1).toFixed(3)
