import type { Act, Signature } from './kinds'

type Words = (key: string, values?: Record<string, unknown>) => string

// givenText is a list of things with their numbers, in one line.
export const givenText = (list: Act['given'], t: Words) =>
  (list ?? []).map((g) => `${g.name || t(`proceeding.item.${g.item}`)}${(g.quantity ?? 1) > 1 ? ` × ${g.quantity}` : ''}`).join(t('proceeding.comma'))

// signerTitle is in what capacity one signs an act: who receives an inquiry answers it.
export const signerTitle = (act: string | undefined, kind: string | undefined, t: Words) =>
  t(`proceeding.signer.${act === 'ANSWER' && kind === 'RECEIVER' ? 'ANSWERER' : kind}`)

// signerText is who signed, with what they showed.
const signerText = (act: Act['kind'], s: Signature, t: Words) =>
  [`${signerTitle(act, s.kind, t)} ${s.name}`, s.unit, s.relation, [s.idKind, s.idNumber].filter(Boolean).join(' '), s.proof, s.phone].filter(Boolean).join(' · ')

// actText is what an act says besides its title: how, to where, with what, why.
export function actText(a: Act, t: Words): string {
  return [
    a.way && t(`proceeding.way.${a.way}`), a.outcome && t(`proceeding.outcome.${a.outcome}`), a.result && t(`cases.result.${a.result}`),
    a.unit, a.reference, a.destination?.text, givenText(a.given, t), a.points?.length ? t('proceeding.points', { n: a.points.length }) : '', a.note,
  ].filter(Boolean).join(' · ')
}

// Line is an act of a history as it is shown.
export interface Line {
  number: number
  title: { zh: string; en: string }
  text: string
  time: string
  by: string
  undone: boolean
  signatures: { text: string; image: string }[] // sha256 of the picture
  files: string[]
}

export function linesOf(history: Act[] | undefined, t: Words): Line[] {
  const back = new Set((history ?? []).map((h) => h.undoes).filter(Boolean))
  return (history ?? []).map((a) => ({
    number: a.number ?? 0, title: { zh: a.title ?? '', en: a.titleEn ?? '' }, text: actText(a, t), time: a.time ?? '', by: a.actorStation ?? '', undone: back.has(a.number),
    signatures: (a.signatures ?? []).map((s) => ({ text: signerText(a.kind, s, t), image: s.image?.sha256 ?? '' })), files: (a.files ?? []).map((f) => f.sha256 ?? ''),
  }))
}
