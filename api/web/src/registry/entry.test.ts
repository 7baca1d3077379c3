import { expect, it } from 'vitest'
import { blankEntry, byNeed, entryOf, late, wantedOf } from './entry'

const filled = { ...blankEntry(), name: '柳桂香', place: '重庆市渝中区', guardian: { name: '柳大', relation: '儿子', phone: '1' } }

it('the guardian agrees by a signature or on a paper', () => {
  expect(wantedOf(blankEntry())).toEqual(['name', 'place', 'guardian', 'phone', 'consent'])
  expect(wantedOf(filled)).toEqual(['consent'])
  expect(wantedOf({ ...filled, consentProof: '同意书' })).toEqual([])
  const signed = { ...filled, sign: { ...filled.sign, image: 'x' } }
  expect(wantedOf(signed)).toEqual([])
  expect(entryOf(signed, 'c').first?.signatures).toEqual([{ kind: 'GUARDIAN', name: '柳大', relation: '儿子', image: { content: 'x' } }])
})

it('marks are told apart', () => {
  expect(entryOf({ ...filled, marks: '右手背烫伤；左腿跛' }, 'c').person?.marks).toEqual([{ text: '右手背烫伤' }, { text: '左腿跛' }])
})

it('who is missing comes first, then what is to be checked, then visits by their day', () => {
  const list = [{ state: 'KEPT', dueTime: '2027-02' }, { state: 'WITHDRAWN' }, { state: 'KEPT', dueTime: '2026-12' }, { state: 'SURVEYED' }, { state: 'MISSING' }]
  expect(byNeed(list).map((g) => `${g.state} ${g.dueTime ?? ''}`.trim())).toEqual(['MISSING', 'SURVEYED', 'KEPT 2026-12', 'KEPT 2027-02', 'WITHDRAWN'])
  expect(late({ dueTime: '2026-01-01T00:00:00Z' }, Date.parse('2026-01-02T00:00:00Z'))).toBe(true)
  expect(late({})).toBe(false)
})
