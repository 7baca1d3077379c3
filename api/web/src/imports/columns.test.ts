import { expect, it } from 'vitest'
import { differs, linesOf } from './columns'

const columns = [
  { heading: '姓名', field: 'name', by: 'KNOWN', certainty: 1 },
  { heading: '走丢那天', field: 'text', by: 'PROPOSED', proposal: 'eventDate', certainty: 0.7 },
  { heading: '档案袋', field: 'text', by: 'UNKNOWN' },
]

it('what needs a word stands first', () => {
  expect(linesOf(columns, {}).map((l) => `${l.heading} ${l.field} ${l.proposal}`)).toEqual(['走丢那天 text eventDate', '档案袋 text ', '姓名 name '])
})

it('what was chosen is shown, and asks nothing more', () => {
  const [line] = linesOf(columns, { 走丢那天: 'eventDate' })
  expect([line?.field, line?.by, line?.proposal]).toEqual(['eventDate', 'GIVEN', ''])
  expect([differs(columns, {}), differs(columns, { 姓名: 'name' }), differs(columns, { 走丢那天: 'eventDate' })]).toEqual([false, false, true])
})
