import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { useIdle } from './idle'

describe('useIdle', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('calls once after the time, and again after the next sign of life', () => {
    const away = vi.fn()
    const scope = effectScope()
    scope.run(() => useIdle(60_000, away))
    vi.advanceTimersByTime(45_000)
    dispatchEvent(new Event('keydown'))
    vi.advanceTimersByTime(45_000)
    expect(away).not.toHaveBeenCalled()
    vi.advanceTimersByTime(120_000)
    expect(away).toHaveBeenCalledTimes(1)
    dispatchEvent(new Event('pointerdown'))
    vi.advanceTimersByTime(60_000)
    expect(away).toHaveBeenCalledTimes(2)
    scope.stop()
    dispatchEvent(new Event('keydown'))
    vi.advanceTimersByTime(600_000)
    expect(away).toHaveBeenCalledTimes(2)
  })
})
