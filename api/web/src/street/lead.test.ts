import { expect, it } from 'vitest'
import { blankSighting, leadOf, wantedOf } from './lead'

it('a sighting needs a place and something that was seen', () => {
  const s = blankSighting()
  expect(wantedOf(s)).toEqual(['place', 'seen'])
  expect(wantedOf({ ...s, at: { latitude: 29.5, longitude: 106.5 }, photo: 'x' })).toEqual([])
  expect(wantedOf({ ...s, place: '大桥下', name: '老王', outcome: 'HELPED_ON_SPOT' })).toEqual(['given'])
  expect(wantedOf({ ...s, place: '大桥下', name: '老王', outcome: 'SENT_TO_HOSPITAL' })).toEqual(['hospital'])
})

it('a lead says what was filled in and nothing else', () => {
  const lead = leadOf({ ...blankSighting('PATROL', ' 大桥下 '), sex: 'MALE', age: 'old' }, 'c', '', new Date(0))
  expect(JSON.parse(JSON.stringify(lead))).toEqual({
    clientId: 'c', source: 'PATROL', place: { text: '大桥下' }, urgency: [], person: { sex: 'MALE', ageMin: 60, ageMax: 85 }, first: { time: '1970-01-01T00:00:00.000Z' },
  })
})
