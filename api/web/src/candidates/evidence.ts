import type { Schemas } from '@/api/client'

export type Match = Schemas['v1Match']
export type Evidence = Schemas['v1Evidence']

// sorted are the reasons for a pair and those against, conflicts and the heaviest first.
export function sorted(m: Match): { pro: Evidence[]; contra: Evidence[]; conflicts: number } {
  const heavier = (a: Evidence, b: Evidence) => Math.abs(b.weight ?? 0) - Math.abs(a.weight ?? 0)
  const all = m.evidence ?? []
  const contra = all.filter((e) => (e.weight ?? 0) < 0 || e.conflict)
  return {
    pro: all.filter((e) => (e.weight ?? 0) >= 0 && !e.conflict).sort(heavier),
    contra: contra.sort((a, b) => Number(b.conflict ?? false) - Number(a.conflict ?? false) || heavier(a, b)),
    conflicts: contra.filter((e) => e.conflict).length,
  }
}

// faceOnly reports whether nothing but the face speaks for a pair with a bit or more.
export function faceOnly(m: Match): boolean {
  const pro = (m.evidence ?? []).filter((e) => (e.weight ?? 0) >= 1)
  return pro.length > 0 && pro.every((e) => e.feature === 'face')
}

// telling are the reasons that a list has room for: the heaviest, and what speaks
// most against the pair, if anything does.
export function telling(m: Match, most = 3): Evidence[] {
  const { pro, contra } = sorted(m)
  const against = contra.filter((e) => e.conflict || (e.weight ?? 0) <= -0.5).slice(0, 1)
  return [...pro.slice(0, most - against.length), ...against]
}

// notesOf are what a reader must know besides the evidence, in the wanted language.
export const notesOf = (m: Match, locale: string) => (locale === 'zh' ? m.notes : m.notesEn) ?? []

// remarkOf is why a list is empty, or what it leaves out, in the wanted language; empty for nothing.
export const remarkOf = (answer: { remark?: string; remarkEn?: string } | undefined, locale: string) => (locale === 'zh' ? answer?.remark : answer?.remarkEn) ?? ''

// widest is the length of the longest bar of a chart, in bits.
export const widest = (m: Match) => Math.max(1, ...(m.evidence ?? []).map((e) => Math.abs(e.weight ?? 0)))
