import { beforeEach, expect, it } from 'vitest'
import type { Case } from './case'
import { keepCaseView, readCaseView, shownCases } from './view'

const cases = [
  { name: 'cases/a', assignee: 'users/me', recordSummary: { externalId: 'r1', names: [{ text: '徐华栋' }] } },
  { name: 'cases/b', history: [{ actor: 'users/me' }], due: true, noticeSummary: { names: [{ text: '许花东' }] } },
  { name: 'cases/c', conflicts: ['cases/a'] },
] as unknown as Case[]
const all = { board: true, mine: false, urgent: false }

it.each([
  ['all, newest first', {}, '', 'c b a'],
  ['mine', { mine: true }, '', 'b a'],
  ['due or in conflict', { urgent: true }, '', 'c b'],
  ['by a name', {}, ' 许花', 'b'],
  ['by a number', {}, 'r1', 'a'],
  ['mine by a name that is not', { mine: true }, '张', ''],
] as [string, object, string, string][])('cases: %s', (_, v, words, names) => {
  expect(shownCases(cases, { ...all, ...v }, words, 'users/me').map((c) => c.name!.slice(6)).join(' ')).toBe(names)
})

beforeEach(() => localStorage.clear())

it('how the cases are looked at is kept for each reader', () => {
  keepCaseView('users/me', { board: false, mine: true, urgent: false })
  expect([readCaseView('users/me'), readCaseView('users/b').board]).toEqual([{ board: false, mine: true, urgent: false }, true])
  localStorage.setItem('guitu.cases.users/b', '{')
  expect(readCaseView('users/b').mine).toBe(false)
})
