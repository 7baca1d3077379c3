import { expect, it } from 'vitest'
import { blind, states, stepsOf } from './case'

it.each([[undefined, false], [{}, false], [{ withheldItems: 0 }, false], [{ withheldItems: 2 }, true]])('%j is blind: %s', (c, want) => {
  expect(blind(c)).toBe(want)
})

it('every state leads on', () => {
  for (const s of states) expect(stepsOf(s).length, s).toBeGreaterThan(0)
  expect(stepsOf(undefined)).toEqual([])
})
