import { expect, it } from 'vitest'
import { aboutOf, whoOf } from './summary'

const t = (key: string, values?: Record<string, unknown>) => `${key}${values ? Object.values(values).join(' ') : ''}`

it('a person is called by names, else by the number of the file', () => {
  expect(whoOf({ names: [{ text: '徐华栋' }, { text: '二狗' }], externalId: 'R-1' }, t)).toBe('徐华栋、二狗')
  expect(whoOf({ externalId: 'R-1' }, t)).toBe('person.nameless R-1')
  expect(whoOf(undefined, t)).toBe('person.nameless')
  expect(whoOf(undefined, t, 'R-2')).toBe('person.nameless R-2')
})

it('a person in one line says what is known and nothing else', () => {
  expect(aboutOf({ name: 'records/1', sex: 'MALE', ageMin: 40, ageMax: 50, eventDate: '2024', eventPlace: { text: '重庆市' } }, t))
    .toBe('person.sexes.MALE · 40–50 person.years · person.foundAt2024 重庆市')
  expect(aboutOf({ name: 'notices/1', sex: 'SEX_UNSPECIFIED' }, t)).toBe('')
})
