import type { Schemas } from '@/api/client'
import { namesOf, span } from './file'

export type Summary = Schemas['v1Summary']
type Words = (key: string, values?: Record<string, unknown>) => string

// whoOf is how a person is called: by their names, else by the file's own number.
export const whoOf = (s: Summary | undefined, t: Words, externalId = '') => namesOf(s?.names) || (externalId || s?.externalId ? `${t('person.nameless')} ${externalId || s?.externalId}` : t('person.nameless'))

// aboutOf is a person in one line: sex, age, home, and when and where they were last seen.
export function aboutOf(s: Summary, t: Words): string {
  const years = span(s.ageMin, s.ageMax)
  const event = s.name?.startsWith('notices/') ? 'person.missingAt' : 'person.foundAt'
  return [
    s.sex && s.sex !== 'SEX_UNSPECIFIED' ? t(`person.sexes.${s.sex}`) : '',
    s.birthDate || (years && `${years} ${t('person.years')}`),
    s.nativePlace?.text,
    (s.eventDate || s.eventPlace?.text) && t(event, { when: s.eventDate ?? '', where: s.eventPlace?.text ?? '' }),
  ].filter(Boolean).join(' · ')
}
