import { expect, it } from 'vitest'
import { shares } from './locate'
import { distance, pinsOf, viewOf } from './pins'
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

it('pins are larger the likelier, and leave out what has no degrees', () => {
  const at = (weight: number, latitude = 30) => ({ code: '51', text: '某县', weight, matched: '', latitude, longitude: 104 })
  const pins = pinsOf([at(5), at(1), at(5, 0)])
  expect(pins).toHaveLength(2)
  expect(pins[0]!.size).toBeGreaterThan(pins[1]!.size)
})

it('distance is along the globe, and unknown without degrees', () => {
  const [chengdu, chongqing] = [{ latitude: 30.66, longitude: 104.07 }, { latitude: 29.56, longitude: 106.55 }]
  expect(distance(chengdu, chongqing)).toBe(270)
  expect(distance(chengdu, chengdu)).toBe(0)
  expect(distance(chengdu, { latitude: 0, longitude: 0 })).toBeUndefined()
  expect(distance(undefined, chengdu)).toBeUndefined()
})

it('a map looks at its pins, near ones closely and far ones from afar', () => {
  const [chengdu, chongqing, harbin, kashgar] = [[30.66, 104.07], [29.56, 106.55], [45.8, 126.5], [39.5, 76]].map(([latitude, longitude]) => ({ latitude: latitude!, longitude: longitude! }))
  expect(viewOf([chengdu!, chongqing!])).toEqual({ center: [(104.07 + 106.55) / 2, (30.66 + 29.56) / 2], zoom: 6 })
  expect(viewOf([harbin!, kashgar!])).toEqual({ zoom: 1 })
  expect(viewOf([chengdu!]).zoom).toBe(6)
})
