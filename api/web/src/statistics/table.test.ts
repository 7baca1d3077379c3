import { expect, it } from 'vitest'
import { asked, linesOf, over, sumOf, tableOf } from './table'

const period = { from: '2026-11', to: '', campaign: 'MONTHS', area: ' 50 ', station: '', level: 'STATION' }

it('a month is asked for as itself, a campaign by the year in which it begins', () => {
  expect(asked(period)).toEqual({ from: '2026-11', to: '2026-11', area: '50', station: undefined, level: 'STATION' })
  expect(asked({ ...period, campaign: 'WINTER' })).toEqual({ from: '2026', campaign: 'WINTER', area: '50', station: undefined, level: 'STATION' })
  expect(tableOf(period)).toBe('/v1/statistics:table?from=2026-11&to=2026-11&area=50&level=STATION')
})

it('rows by area become lines by number', () => {
  const cell = (measure: string, key: string, amount: number, suppressed = false) => ({ measure, key, amount, suppressed, title: measure + key })
  const { columns, lines } = linesOf({ rows: [
    { area: '500103', station: '甲站', cells: [cell('LEADS', 'PATROL', 7), cell('ROUNDS', '', 2)] },
    { area: '500105', station: '乙站', cells: [cell('LEADS', 'CITIZEN', 0, true), cell('LEADS', 'PATROL', 1), cell('ROUNDS', '', 3)] },
  ] })
  expect(columns.map((c) => c.station)).toEqual(['甲站', '乙站'])
  expect(lines.map((l) => l.id)).toEqual(['LEADS PATROL', 'LEADS CITIZEN', 'ROUNDS '])
  expect(lines.map(sumOf)).toEqual([8, 0, 5])
  expect(linesOf({ rows: [{ area: '50', cells: [] }], corrected: [{ area: '50', measure: 'LEADS', key: 'CITY', title: '线索：城管' }] }).lines.map((l) => l.title.zh)).toEqual(['线索：城管'])
  expect(lines[1]!.amounts.map((c) => c?.suppressed)).toEqual([undefined, true])
})

it('a period is reported when it is over', () => {
  expect(over('2026-10-31', '2026-11-30')).toBe(true)
  expect(over('2026-11-30', '2026-11-30')).toBe(false)
})
