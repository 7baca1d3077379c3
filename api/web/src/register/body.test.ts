import { expect, it } from 'vitest'
import { markKinds, markOf, marked, sites, views } from './body'

it('a mark that the map writes, the map reads', () => {
  for (const view of views) {
    for (const site of sites[view]) {
      for (const kind of markKinds) expect(marked([markOf(site, kind)]).has(site.key), markOf(site, kind)).toBe(true)
    }
  }
})

it.each([
  [['左眉上方一道疤'], ['leftBrow']], [['左手小指缺失'], ['leftLittle']], [['右手纹身'], ['rightPalm']], [['说话含糊'], []], [[], []],
])('%j', (marks, want) => expect([...marked(marks)]).toEqual(want))

it('sites lie in their box and have keys of their own', () => {
  const keys = views.flatMap((v) => sites[v].map((s) => s.key))
  expect(new Set(keys).size).toBe(keys.length)
  for (const { shape } of views.flatMap((v) => sites[v])) expect(shape.x >= 0 && shape.x + shape.w <= 100 && shape.y >= 0 && shape.y + shape.h <= 200).toBe(true)
})
