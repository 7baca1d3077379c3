import { givenText } from '@/proceeding/history'
import { kept } from '@/proceeding/acts'
import type { Escort, Stay } from '@/proceeding/kinds'
import { day } from '@/ui/format'

type Words = (key: string, values?: Record<string, unknown>) => string

const joined = (parts: (string | undefined | false)[], by = ' · ') => parts.filter(Boolean).join(by)

export const categoriesOf = (s: Stay, t: Words) => (s.categories ?? []).map((c) => t(`stays.category.${c}`)).join(t('proceeding.comma'))

// stayFacts is what the admission wrote down, a line each.
export function stayFacts(s: Stay, t: Words) {
  return [
    { label: t('stays.field.arrival'), text: joined([s.history?.[0]?.time && day(new Date(s.history[0].time)), s.arrival && t(`stays.arrival.${s.arrival}`)]) },
    { label: t('stays.field.categories'), text: categoriesOf(s, t) },
    { label: t('stays.field.station'), text: s.station },
    { label: t('stays.field.request'), text: s.request },
    { label: t('stays.field.health'), text: s.health },
    { label: t('stays.field.belongings'), text: givenText(s.belongings, t) },
    { label: t('stays.field.kept'), text: s.belongings?.length ? givenText(kept(s), t) || t('stays.allBack') : '' },
    { label: t('stays.field.lead'), text: s.lead ? t('stays.openLead') : '', to: s.lead ? `/${s.lead}` : undefined },
  ]
}

// receiverText is to whom an escort goes, in one line.
export const receiverText = (e: Escort, t: Words) =>
  joined([e.receiver?.kind && t(`stays.receiver.${e.receiver.kind}`), e.receiver?.unit, joined([e.receiver?.name, e.receiver?.relation && `（${e.receiver.relation}）`], ''), e.receiver?.phone])

export const yuan = (fen: number | undefined) => `¥ ${((fen ?? 0) / 100).toFixed(2)}`

export function escortFacts(e: Escort, t: Words) {
  return [
    { label: t('stays.escort.destination'), text: e.destination?.text },
    { label: t('stays.escort.receiver'), text: receiverText(e, t) },
    { label: t('stays.escort.plannedDate'), text: e.plannedDate },
    { label: t('stays.escort.transport'), text: e.transport },
    { label: t('stays.escort.escorts'), text: joined([(e.escorts ?? []).join(t('proceeding.comma')), e.specialNeeds && t('stays.escort.special')]) },
    { label: t('stays.escort.health'), text: e.health },
    { label: t('stays.escort.belongings'), text: givenText(e.belongings, t) },
    { label: t('stays.escort.costs'), text: (e.costs ?? []).map((c) => `${c.what} ${yuan(c.fen)}`).join(t('proceeding.comma')) },
  ]
}
