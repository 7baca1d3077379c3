import { expect, it } from 'vitest'
import { groupsOf, moving, part, rowsOf, undoable } from './rows'

it('a wrong cell is called by its heading, else by its field', () => {
  expect(rowsOf({ errors: [{ line: 3, column: '年龄', field: 'person.ageMin', reason: '?' }, { line: 4, field: 'externalId', reason: '!' }] }, 'errors').map((r) => r.where)).toEqual(['年龄', 'externalId'])
  expect(rowsOf({ keptRows: [{ line: 2, name: 'notices/1', reason: '已修改' }] }, 'kept')).toEqual([{ line: 2, where: '', reason: '已修改', to: 'notices/1' }])
  expect(rowsOf({}, 'errors')).toEqual([])
})

it.each([
  [{ state: 'DONE', created: 2 }, true], [{ state: 'CANCELLED', updated: 1 }, true], [{ state: 'DONE', unchanged: 9 }, false],
  [{ state: 'RUNNING', created: 2 }, false], [{ state: 'UNDONE', created: 2 }, false], [{ state: 'DONE', mode: 'CHECK', created: 2 }, false],
] as const)('%j can be undone: %s', (i, want) => expect(undoable(i)).toBe(want))

it('what moves is looked at again, and how far it is never passes the end', () => {
  expect([moving({ state: 'RUNNING' }), moving({ state: 'UNDOING' }), moving({ state: 'DONE' })]).toEqual([true, true, false])
  expect([part({}), part({ created: 2, failed: 3, total: 10 }), part({ unchanged: 11, total: 10 })]).toEqual([0, 0.5, 1])
})

it('mistakes are counted by column', () => {
  const row = (where: string) => ({ line: 1, where, reason: '' })
  expect(groupsOf([row('a'), row('b'), row('b')])).toEqual([{ where: 'b', n: 2 }, { where: 'a', n: 1 }])
})
