import { onScopeDispose } from 'vue'

const signs = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

// useIdle calls away once when the reader has done nothing for so many milliseconds. It
// counts by the clock, so that a machine that slept wakes up to the truth.
export function useIdle(after: number, away: () => void, now: () => number = Date.now) {
  let last = now()
  let told = false

  const seen = () => {
    last = now()
    told = false
  }
  const look = () => {
    if (!told && now() - last >= after) {
      told = true
      away()
    }
  }
  for (const sign of signs) addEventListener(sign, seen, { passive: true, capture: true })
  document.addEventListener('visibilitychange', look)
  const timer = setInterval(look, Math.min(after, 15_000))
  onScopeDispose(() => {
    for (const sign of signs) removeEventListener(sign, seen, { capture: true })
    document.removeEventListener('visibilitychange', look)
    clearInterval(timer)
  })
}
