import { describe, expect, it } from 'vitest'
import { pieces, sources } from './spans'

const text = '男，目测五十多岁，左眉有疤'
const spans = [
  { start: 9, end: 13, field: 'person.marks[0].text' }, { end: 1, field: 'person.sex' }, { start: 2, end: 8, field: 'person.ageMin' }, { start: 2, end: 8, field: 'person.ageMax' },
]

describe('pieces', () => {
  it('cut a text and lose nothing', () => {
    const list = pieces(text, spans)
    expect(list.map((p) => p.text).join('')).toBe(text)
    expect(list.filter((p) => p.field).map((p) => `${p.text} ${p.label}`)).toEqual(['男 person.field.sex', '目测五十多岁 person.field.age', '左眉有疤 person.field.marks'])
  })
  it('of a text of which nothing was read', () => expect(pieces('哦', [])).toEqual([{ text: '哦', field: '', label: '' }]))
})

it('sources are the words of each field, once', () => expect(sources(text, spans)).toEqual({ sex: '男', age: '目测五十多岁', marks: '左眉有疤' }))
