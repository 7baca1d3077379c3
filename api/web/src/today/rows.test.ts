import { describe, expect, it } from 'vitest'
import { caseRow, deadlineRow, needsSecond, sorted, takedownRow } from './rows'

const me = 'users/me'
const verifying = {
  name: 'cases/c', record: 'records/r', notice: 'notices/n', state: 'VERIFYING' as const,
  history: [{ kind: 'PROPOSE' as const, actor: 'users/a' }],
  withheldItems: 1,
}

describe('needsSecond', () => {
  it.each([
    ['another judged it', verifying, true],
    ['I judged it, too', { ...verifying, withheldItems: 0 }, false],
    ['it is done', { ...verifying, state: 'CONFIRMED' as const }, false],
  ])('%s', (_, c, needs) => {
    expect(needsSecond(c)).toBe(needs)
  })
})

describe('caseRow', () => {
  it.each([
    ['a proposal is a match to compare', { ...verifying, state: 'PROPOSED' as const }, 'match', '/compare/r/n'],
    ['a second judgement', verifying, 'second', '/cases/c'],
    ['mine', { ...verifying, withheldItems: 0, assignee: me }, 'mine', '/cases/c'],
    ['set aside and back', { ...verifying, state: 'UNRESOLVED' as const, due: true }, 'review', '/cases/c'],
  ])('%s', (_, c, kind, to) => {
    expect(caseRow(c, me)).toMatchObject({ kind, to })
  })
  it.each([
    ['another’s', { ...verifying, withheldItems: 0, assignee: 'users/b' }],
    ['set aside', { ...verifying, state: 'UNRESOLVED' as const }],
    ['home', { ...verifying, state: 'REUNITED' as const, assignee: me }],
    ['rejected', { ...verifying, state: 'REJECTED' as const, assignee: me }],
  ])('%s is nothing to do', (_, c) => {
    expect(caseRow(c, me)).toBeUndefined()
  })
})

describe('takedownRow', () => {
  it('asks another than who entered it', () => {
    expect(takedownRow({ enteredBy: me }, me)).toBeUndefined()
    expect(takedownRow({ enteredBy: 'users/b', notice: 'notices/n' }, me)).toMatchObject({ kind: 'takedown', who: 'n' })
  })
})

describe('sorted', () => {
  it('puts what is late before what is likely before what is coming', () => {
    const late = (state: 'OVERDUE' | 'TODAY' | 'COMING', dueTime: string) => deadlineRow({ state, dueTime, record: 'records/r', rule: 'dna' })
    const match = (probability: number) => caseRow({ ...verifying, name: `cases/${probability}`, state: 'PROPOSED', match: { probability } }, me)!
    const rows = sorted([match(0.4), late('COMING', '2026-03-04'), late('OVERDUE', '2026-03-02'), match(0.9), late('TODAY', '2026-03-03'), late('OVERDUE', '2026-03-01')])
    expect(rows.map((r) => `${r.kind} ${r.probability ?? r.time}`)).toEqual(
      ['overdue 2026-03-01', 'overdue 2026-03-02', 'today 2026-03-03', 'match 0.9', 'match 0.4', 'coming 2026-03-04'])
  })
})
