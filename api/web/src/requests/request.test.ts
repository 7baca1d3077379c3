import { expect, it } from 'vitest'
import { blankPatient, inquiryOf, patientWanted, questionWanted, requestOf } from './request'

it('a patient needs a station, a place and something that is known', () => {
  const p = blankPatient()
  expect(patientWanted(p, true)).toEqual(['station', 'place', 'known'])
  expect(patientWanted({ ...p, station: '甲站', place: '某区', appearance: '左手有疤' }, false)).toEqual(['hospital'])
})

it('an age is a span, and a day of admission never lies ahead', () => {
  const now = new Date('2026-11-30T00:00:00Z')
  const r = requestOf({ ...blankPatient('甲站', '某区'), ageMin: '60', admitted: '2026-11-30' }, 'c', now)
  expect([r.person?.ageMin, r.person?.ageMax]).toEqual([60, 60])
  expect(Date.parse(r.admittedTime!)).toBeLessThanOrEqual(now.getTime())
  expect(r.replyTime).toBe('2026-12-01T00:00:00.000Z')
})

it('an inquiry goes to an office or to an area', () => {
  const q = { record: 'records/1', of: '', to: 'COUNTY', unit: '', destination: '', question: '', days: 5 }
  expect(questionWanted(q)).toEqual(['unit', 'question'])
  expect(inquiryOf({ ...q, destination: '昭阳区', question: '核实' }, 'c', new Date(0))).toMatchObject({ destination: { text: '昭阳区' }, toUnit: undefined, case: undefined, replyTime: '1970-01-06T00:00:00.000Z' })
})
