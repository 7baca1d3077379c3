import { beforeEach, expect, it } from 'vitest'
import type { Hit } from './find'
import { arranged, dropView, keepView, narrowed, readViews, sorted, statusesOf, usual, type View } from './view'

const hit = (name: string, when: string, status: string, more: Partial<Hit> = {}): Hit => ({ name, externalId: name, names: name, when, where: '四川省成都市', status, marks: '', ...more })
const hits = [hit('n10', '2019-03', 'OPEN', { sex: 'MALE' }), hit('n9', '2021', 'CLOSED', { where: '重庆市', photo: 'photos/1' }), hit('n2', '2019-12', 'OPEN'), hit('n0', '', 'OPEN')]

it.each([
  ['as found', {}, 'n10 n9 n2 n0'],
  ['numbers as numbers', { sort: 'externalId' }, 'n0 n2 n9 n10'],
  ['latest first', { sort: 'when', down: true }, 'n9 n2 n10 n0'],
  ['of one status', { status: 'OPEN', sort: 'when' }, 'n0 n10 n2'],
  ['of one sex', { sex: 'MALE' }, 'n10'],
  ['of a place', { where: '重庆' }, 'n9'],
  ['with a picture', { photo: true }, 'n9'],
  ['since a month', { from: '2019-04' }, 'n9 n2'],
  ['until a year, which is in', { to: '2019' }, 'n10 n2'],
  ['between', { from: '2019-04', to: '2020' }, 'n2'],
] as [string, Partial<View>, string][])('%s', (_, v, names) => {
  expect(arranged(hits, { ...usual(), ...v }).map((h) => h.name).join(' ')).toBe(names)
})

it('a heading sorts up, down, and not at all', () => {
  let v = sorted(usual(), 'when')
  expect([v.sort, v.down]).toEqual(['when', false])
  v = sorted(v, 'when')
  expect([v.sort, v.down]).toEqual(['when', true])
  expect(sorted(v, 'names').sort).toBe('names')
  expect(sorted(v, 'when').sort).toBeUndefined()
})

it('statuses are those that are there', () => {
  expect(statusesOf(hits)).toEqual(['OPEN', 'CLOSED'])
  expect([narrowed(usual()), narrowed({ ...usual(), sex: 'MALE' })]).toEqual([false, true])
})

beforeEach(() => localStorage.clear())

it('views are kept for each reader, one of each name and kind', () => {
  const s = { name: '成都未识别', kind: 'records', view: { ...usual(), where: '成都' } }
  keepView('users/a', s)
  keepView('users/a', { ...s, view: { ...s.view, where: '都江堰' } })
  keepView('users/a', { ...s, kind: 'notices' })
  expect(readViews('users/a').map((v) => `${v.kind} ${v.view.where}`)).toEqual(['records 都江堰', 'notices 成都'])
  expect(readViews('users/b')).toEqual([])
  dropView('users/a', s)
  expect(readViews('users/a').map((v) => v.kind)).toEqual(['notices'])
  localStorage.setItem('guitu.views.users/b', '{')
  expect(readViews('users/b')).toEqual([])
})
