import { describe, expect, it } from 'vitest'
import { passwordFault } from './passwords'

describe('passwordFault', () => {
  it.each([
    ['', '', '', 'empty'],
    ['old', 'short', '', 'short'],
    ['old', '一二三四五六七八九', '', 'short'],
    ['same-password', 'same-password', 'same-password', 'same'],
    ['old', 'long enough 1', '', 'empty'],
    ['old', 'long enough 1', 'long enough 2', 'different'],
    ['old', '一二三四五六七八九十', '一二三四五六七八九十', undefined],
  ])('%s, %s, %s', (old, fresh, again, fault) => {
    expect(passwordFault(old, fresh, again)).toBe(fault)
  })
})
