import { expect, it } from 'vitest'
import type { Hit } from './find'
import { arranged, statusesOf } from './table'

const hit = (name: string, when: string, status: string): Hit => ({ name, externalId: name, names: name, when, where: '', status, marks: '' })
const hits = [hit('n10', '2019-03', 'OPEN'), hit('n9', '2021', 'CLOSED'), hit('n2', '2019-12', 'OPEN')]

it.each([
  ['as found', '', undefined, false, 'n10 n9 n2'],
  ['numbers as numbers', '', 'externalId', false, 'n2 n9 n10'],
  ['latest first', '', 'when', true, 'n9 n2 n10'],
  ['of one status', 'OPEN', 'when', false, 'n10 n2'],
] as const)('%s', (_, status, column, down, names) => {
  expect(arranged(hits, status, column, down).map((h) => h.name).join(' ')).toBe(names)
})

it('statuses are those that are there', () => {
  expect(statusesOf(hits)).toEqual(['OPEN', 'CLOSED'])
})
