import { expect, it } from 'vitest'
import { window } from './window'

it.each([
  [0, 0], [0, 1], [0, 10_000], [180_000, 10_000], [359_400, 10_000], [9_999_999, 10_000], [5000, 3],
])('scrolled to %i of %i rows, the rooms add up', (top, rows) => {
  const w = window(top, 560, 36, rows)
  expect(w.above + w.below + 36 * (w.to - w.from)).toBe(36 * rows)
  expect(w.to - w.from).toBeLessThan(60)
  expect(w.from).toBeGreaterThanOrEqual(0)
})

it('what is in sight is drawn', () => {
  const w = window(3600, 560, 36, 10_000)
  expect(w.from).toBeLessThanOrEqual(100)
  expect(w.to).toBeGreaterThanOrEqual(116)
})

it('moves by steps, so that most frames of a scroll draw nothing anew', () => {
  const windows = Array.from({ length: 360 }, (_, i) => JSON.stringify(window(3600 + i, 560, 36, 10_000))) // ten rows
  expect(new Set(windows).size).toBeLessThanOrEqual(3)
})
