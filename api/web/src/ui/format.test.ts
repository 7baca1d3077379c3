import { describe, expect, it } from 'vitest'
import { ago, bits, dateTime, likelihood, percent, size } from './format'

describe('numbers', () => {
  it.each([[0, '< 1 %'], [0.0099, '< 1 %'], [0.034, '3 %'], [0.5, '50 %'], [0.9651, '97 %'], [0.9949, '> 99 %'], [1, '> 99 %']])('percent of %d', (p, text) => {
    expect(percent(p)).toBe(text)
  })
  it.each([[0.03, 'unlikely'], [0.1, 'possible'], [0.899, 'possible'], [0.9, 'likely']])('%d in a word', (p, word) => {
    expect(likelihood(p)).toBe(word)
  })
  it.each([[12.61, '+12.6'], [-0.66, '−0.7'], [0.04, '0.0'], [-0.04, '0.0']])('%d bits', (w, text) => {
    expect(bits(w)).toBe(text)
  })
  it.each([[0, '0 B'], [999, '999 B'], [1500, '1.5 kB'], [23_000_000, '23 MB'], [4.2e12, '4.2 TB']])('%d bytes', (n, text) => {
    expect(size(n)).toBe(text)
  })
})

describe('times', () => {
  const now = Date.parse('2026-03-10T12:00:00Z')
  it.each([
    ['2026-03-10T11:48:00Z', '12分钟前'], ['2026-03-10T11:59:40Z', '此刻'], ['2026-03-10T09:00:00Z', '3小时前'],
    ['2026-03-09T11:00:00Z', '昨天'], ['2025-12-01T11:00:00Z', '2025-12-01'], ['', ''], ['x', ''],
  ])('%s', (time, text) => {
    expect(ago(time, now).replace(/^(?:此刻|这一分钟|此分钟)$/, '此刻').replace(/^1天前$/, '昨天')).toBe(text)
  })
  it('are shown to the minute, or not at all', () => {
    expect(dateTime('2026-03-10T01:02:03')).toBe('2026-03-10 01:02')
    expect(dateTime('x')).toBe('')
    expect(dateTime(undefined)).toBe('')
  })
})
