import { expect, test } from 'vitest'
import { scaleOf, sourceOf, versionsOf } from './parameters'

test('versions come with where they are from, the built-in one first, then the newest', () => {
  const list = versionsOf({ version: 'b', builtIn: 'built-in-4', versions: [
    { version: 'hand-1' }, { version: 'learned-1', learnedDate: '2026-01-02', confirmed: 4, rejected: 2 }, { version: 'faces-1', facesDate: '2026-03-04', facePhotos: 300 }] })
  expect(list.map((v) => [v.version, sourceOf(v)])).toEqual([['built-in-4', 'builtIn'], ['faces-1', 'faces'], ['learned-1', 'learned'], ['hand-1', 'hand']])
  expect(versionsOf({}).map(sourceOf)).toEqual(['builtIn'])
})

test('a scale has three digits', () => {
  expect([scaleOf(0.5), scaleOf(undefined)]).toEqual(['0.500', '1.000'])
})
