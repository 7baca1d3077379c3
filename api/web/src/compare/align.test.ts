import { describe, expect, it } from 'vitest'
import { align, eyesOf, years } from './align'

const photo = (points: [number, number][], width = 800, height = 1000) =>
  ({ width, height, faces: [{ quality: 0.9, landmarks: points.map(([x, y]) => ({ x, y })) }] }) as never

describe('align', () => {
  it.each([
    ['upright', [[0.3, 0.4], [0.4, 0.4], [0.6, 0.4], [0.7, 0.4], [0.5, 0.6]]],
    ['turned', [[0.3, 0.3], [0.4, 0.35], [0.6, 0.5], [0.7, 0.55], [0.5, 0.6]]],
    ['the other way round', [[0.7, 0.4], [0.6, 0.42], [0.4, 0.4], [0.3, 0.4], [0.5, 0.6]]],
    ['small', [[0.8, 0.1], [0.81, 0.1], [0.83, 0.11], [0.84, 0.11], [0.82, 0.13]]],
  ] as [string, [number, number][]][])('lays the eyes of a face that is %s where they belong', (_name, points) => {
    const p = photo(points)
    const t = align(p)!
    const at = (q: { x: number; y: number }) => [
      t.x + t.scale * (q.x * Math.cos(t.angle) - q.y * Math.sin(t.angle)), t.y + t.scale * (q.x * Math.sin(t.angle) + q.y * Math.cos(t.angle)),
    ]
    const [left, right] = eyesOf(p)!
    expect(at(left!)[0]).toBeCloseTo(0.36)
    expect(at(left!)[1]).toBeCloseTo(0.5)
    expect(at(right!)[0]).toBeCloseTo(0.64)
    expect(at(right!)[1]).toBeCloseTo(0.5)
  })
  it('leaves a picture without eyes alone', () => {
    expect(align(undefined)).toBeUndefined()
    expect(align(photo([]))).toBeUndefined()
    expect(align(photo([[0.5, 0.5], [0.5, 0.5], [0.5, 0.5], [0.5, 0.5]]))).toBeUndefined()
  })
})

it('years lie between partial dates', () => {
  expect([years('2016', '2024-05'), years('2024', '2016-01-02'), years('', '2016'), years(undefined, undefined)]).toEqual([8, 8, undefined, undefined])
})
