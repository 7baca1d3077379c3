import { describe, expect, it } from 'vitest'
import { blank, empty, formOf, heights, merge, recordOf } from './form'

describe('heights', () => {
  it.each([['170', [170, 170]], ['168-172', [168, 172]], ['172–168', [168, 172]], ['1.7米', [170, 170]], ['', []], ['高', []]])('%s', (text, want) => expect(heights(text)).toEqual(want))
})

const full = {
  externalId: 'R-1', station: '甲站', foundDate: '2024-01', foundPlace: { text: '重庆市' }, circumstances: '桥下',
  person: {
    names: [{ text: '徐华栋', kind: 'HEARD' }, { text: '二狗', kind: 'NICKNAME' }], sex: 'MALE', birthDate: '1980', ageMin: 0, ageMax: 5, heightMinCm: 168, heightMaxCm: 172,
    build: 'THIN', ethnicity: '汉族', bloodType: 'A', nativePlace: { text: '四川' }, accent: '四川口音', heardPlaces: ['大关'], marks: [{ text: '左眉疤' }], appearance: '短发',
    clothing: '红衣', belongings: '布袋', conditions: ['聋哑'], narrative: '我家有河', relatives: [{ name: '许大', relation: '父亲' }],
  },
}

describe('a record', () => {
  it('goes into the form and back', () => expect(recordOf(formOf(full as never))).toEqual(full))
  it('of nothing says nothing', () => {
    expect(JSON.parse(JSON.stringify(recordOf(blank())))).toEqual({ person: { names: [], heardPlaces: [], marks: [], conditions: [], relatives: [] } })
    expect(empty(formOf({}))).toBe(true)
    expect(empty(formOf(full as never))).toBe(false)
  })
})

describe('merge', () => {
  it('keeps what was typed and adds to lists', () => {
    const typed = { ...blank(), sex: 'FEMALE', names: [{ text: '徐华栋', kind: 'HEARD' }], marks: ['右手缺指'] }
    const out = merge(typed, formOf(full as never))
    expect(out.sex).toBe('FEMALE')
    expect(out.accent).toBe('四川口音')
    expect(out.names.map((n) => n.text)).toEqual(['徐华栋', '二狗'])
    expect(out.marks).toEqual(['右手缺指', '左眉疤'])
  })
  it('of nothing changes nothing', () => expect(merge(formOf(full as never), blank())).toEqual(formOf(full as never)))
})
