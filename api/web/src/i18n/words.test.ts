import { describe, expect, it } from 'vitest'
import en from './en'
import zh from './zh'

type Words = { [key: string]: string | Words }

function leaves(words: Words, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : leaves(value, `${path}${key}.`))
}

const sides = { zh: new Map(leaves(zh as Words)), en: new Map(leaves(en as Words)) }
const sources = import.meta.glob<string>('../**/*.{vue,ts}', { query: '?raw', import: 'default', eager: true })

describe('words', () => {
  it('are the same keys in both languages', () => {
    expect([...sides.en.keys()].sort()).toEqual([...sides.zh.keys()].sort())
  })

  it('are nowhere empty, and take the same values', () => {
    for (const [key, text] of sides.zh) {
      const other = sides.en.get(key) ?? ''
      expect(text.trim(), key).not.toBe('')
      expect(other.trim(), key).not.toBe('')
      const values = (s: string) => [...s.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort()
      expect(values(other).filter((v, i, a) => a.indexOf(v) === i), key).toEqual(values(text).filter((v, i, a) => a.indexOf(v) === i))
    }
  })

  it('are Chinese in Chinese and not in English', () => {
    const latin = /^[\x00-\x7f{}·…–—→←↵]*$/
    for (const [key, text] of sides.en) expect(/\p{Script=Han}/u.test(text) && !/language/i.test(key), `${key}: ${text}`).toBe(false)
    for (const [key, text] of sides.zh) expect(latin.test(text) && /[a-z]{4}/.test(text.replace(/\{\w+\}/g, '')), `${key}: ${text}`).toBe(false)
  })

  it('that the source names are all there', () => {
    const named = /(?<![\w.])\$?t\(\s*'([a-z]\w*(?:\.\w+)+)'/g
    const missing = Object.entries(sources).flatMap(([path, text]) =>
      [...text.matchAll(named)].map((m) => m[1]!).filter((key) => !sides.zh.has(key)).map((key) => `${path}: ${key}`))
    expect(missing).toEqual([])
  })
})
