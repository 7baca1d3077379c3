import { describe, expect, it } from 'vitest'
import { agreeing, factsOf } from './facts'
import { fromNotice, fromRecord, picture, span } from './file'

describe('agreeing', () => {
  it.each([
    ['左眉上方有疤', '左眉一道疤', ['左眉*', '上方有疤']],
    ['四川口音', '四川省达州市', ['四川*', '口音']],
    ['男', '男', ['男']],
    ['', '男', []],
    ['红衣', '蓝裤', ['红衣']],
  ])('%s beside %s', (text, other, want) => {
    expect(agreeing(text, other).map((p) => p.text + (p.same ? '*' : ''))).toEqual(want)
    expect(agreeing(text, other).map((p) => p.text).join('')).toBe(text)
  })
})

describe('factsOf', () => {
  const words = (key: string) => key
  it('leaves out what is not said', () => {
    expect(factsOf(fromRecord({ person: { sex: 'SEX_UNSPECIFIED' } }), words)).toEqual([])
  })
  it('names dates by the side', () => {
    expect(factsOf(fromRecord({ foundDate: '2024' }), words)[0]?.key).toBe('foundDate')
    expect(factsOf(fromNotice({ missingDate: '2019' }), words)[0]?.key).toBe('missingDate')
  })
})

it('span is one number or two', () => {
  expect([span(), span(3), span(undefined, 4), span(3, 3), span(3, 5), span(0, 1)]).toEqual(['', '3', '4', '3', '3–5', '0–1'])
})

it('picture is the clearest that has bytes', () => {
  const photo = (name: string, quality: number, contentType = 'image/jpeg') => ({ name, contentType, faces: [{ quality }] }) as never
  expect(picture([photo('a', 0.2), photo('b', 0.9), photo('c', 1, '')])?.name).toBe('b')
  expect(picture([])).toBeUndefined()
})
