import { describe, expect, it } from 'vitest'
import { blindTo, states, stepsOf, visibleItems, type Case } from './case'

const item = (actor: string, withdrawnBy = 0) => ({ actor, withdrawnBy, result: 'SUPPORTS' as const })
const a = (c: Partial<Case>): Case => ({ state: 'VERIFYING', history: [{ kind: 'PROPOSE', actor: 'users/a' }], items: [], ...c })

describe('the second judge', () => {
  it.each([
    ['sees nothing before judging', a({ items: [item('users/a')] }), 'users/b', true],
    ['sees all after judging', a({ items: [item('users/a'), item('users/b')] }), 'users/b', false],
    ['is blind again when the own judgement is withdrawn', a({ items: [item('users/a'), item('users/b', 7)] }), 'users/b', true],
    ['is not the one who proposed it', a({ items: [item('users/b')] }), 'users/a', false],
    ['is not needed where nobody has judged', a({}), 'users/b', false],
    ['is not needed when it is decided', a({ state: 'CONFIRMED', items: [item('users/a')] }), 'users/b', false],
  ] as [string, Case, string, boolean][])('%s', (_name, c, me, want) => {
    expect(blindTo(c, me)).toBe(want)
    if (want) expect(visibleItems(c, me).every((i) => i.actor === me)).toBe(true)
    else expect(visibleItems(c, me)).toEqual(c.items)
  })
})

it('every state leads on', () => {
  for (const s of states) expect(stepsOf(s).length, s).toBeGreaterThan(0)
  expect(stepsOf(undefined)).toEqual([])
})
