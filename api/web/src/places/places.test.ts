import { expect, it } from 'vitest'
import { shares } from './locate'
import { has, provinceOf } from './outlines'

it('shares add up, and a bit more doubles one', () => {
  const [a, b] = shares([{ weight: 5 }, { weight: 4 }])
  expect(a! / b!).toBeCloseTo(2)
  expect(shares([])).toEqual([])
})

it('provinceOf is the only province', () => {
  expect([provinceOf(['510100', '5107']), provinceOf(['51', '52']), provinceOf([])]).toEqual(['51', '', ''])
})

it('every province has outlines', () => {
  const provinces = '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82'
  for (const map of ['china', ...provinces.split(' ')]) expect(has(map), map).toBe(true)
  expect(has('99')).toBe(false)
})
