import type { ListRow } from '@/proceeding/ProceedingList.vue'
import type { Lead } from '@/proceeding/kinds'
import { namesOf, span } from '@/person/file'

type Words = (key: string, values?: Record<string, unknown>) => string

export const urgencyOf = (l: Lead, t: Words) => (l.urgency ?? []).map((u) => t(`street.urgency.${u}`)).join(t('proceeding.comma'))

const placeOf = (l: Lead) => l.place?.text || (l.place?.latitude ? `${l.place.latitude}, ${l.place.longitude}` : '')

// seenOf is whom a lead saw, in one line.
export function seenOf(l: Lead, t: Words): string {
  const p = l.person ?? {}
  const years = span(p.ageMin, p.ageMax)
  return [p.sex && p.sex !== 'SEX_UNSPECIFIED' ? t(`person.sexes.${p.sex}`) : '', years && `${years} ${t('person.years')}`, l.circumstances].filter(Boolean).join(' · ')
}

export const leadTitle = (l: Lead, t: Words) => namesOf(l.person?.names) || placeOf(l) || t('person.nameless')

export const leadRow = (l: Lead, t: Words): ListRow => ({
  of: l, title: leadTitle(l, t), mark: l.state === 'OPEN' ? urgencyOf(l, t) : '',
  text: [namesOf(l.person?.names) && placeOf(l), seenOf(l, t), l.outcome && t(`proceeding.outcome.${l.outcome}`), l.source && t(`street.sources.${l.source}`)].filter(Boolean).join(' · '),
})

export const leadFacts = (l: Lead, t: Words) => [
  { label: t('street.place'), text: placeOf(l) },
  { label: t('street.urgent'), text: urgencyOf(l, t) },
  { label: t('street.name'), text: namesOf(l.person?.names) },
  { label: t('street.seen'), text: seenOf(l, t) },
  { label: t('street.source'), text: l.source && t(`street.sources.${l.source}`) },
  { label: t('street.reporter'), text: [l.reporter?.name, l.reporter?.phone].filter(Boolean).join(' ') },
  { label: t('stays.field.station'), text: l.station },
  { label: t('street.roundOf'), text: l.round ? t('stays.open') : '', to: l.round ? `/${l.round}` : undefined },
  { label: t('street.sameAs'), text: l.sameAs ? t('stays.open') : '', to: l.sameAs ? `/${l.sameAs}` : undefined },
]
