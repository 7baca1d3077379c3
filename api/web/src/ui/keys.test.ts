import { afterEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { press, useKeys } from './keys'

let scopes: EffectScope[] = []

function keys(map: Record<string, () => void>) {
  const scope = effectScope()
  scope.run(() => useKeys(map))
  scopes.push(scope)
  return scope
}

afterEach(() => {
  scopes.forEach((s) => s.stop())
  scopes = []
  document.body.replaceChildren()
})

describe('useKeys', () => {
  it('runs one key, and one after another in time', () => {
    const [one, two] = [vi.fn(), vi.fn()]
    keys({ j: one, 'g t': two })
    expect(press('j')).toBe(true)
    press('g', 0)
    expect(press('t', 1000)).toBe(true)
    press('g', 0)
    expect(press('t', 2000)).toBe(false)
    expect(one).toHaveBeenCalledTimes(1)
    expect(two).toHaveBeenCalledTimes(1)
  })

  it('lets the newest screen have a key, until it is gone', () => {
    const [below, above] = [vi.fn(), vi.fn()]
    keys({ x: below })
    const scope = keys({ x: above })
    press('x')
    scope.stop()
    press('x')
    expect(above).toHaveBeenCalledTimes(1)
    expect(below).toHaveBeenCalledTimes(1)
  })

  it('leaves what is typed alone', () => {
    const act = vi.fn()
    keys({ x: act })
    const input = document.body.appendChild(document.createElement('input'))
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'x', bubbles: true }))
    expect(act).not.toHaveBeenCalled()
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'x', bubbles: true }))
    expect(act).toHaveBeenCalledTimes(1)
  })
})
