import { ref } from 'vue'

const patience = 15_000 // milliseconds

export interface Position {
  latitude: number
  longitude: number
}

// usePosition asks the device where it is. A reader who says no, and a device that does not
// know, are told so and write the place instead.
export function usePosition() {
  const position = ref<Position>()
  const state = ref<'idle' | 'asking' | 'known' | 'denied' | 'unknown'>('idle')

  function ask(): Promise<Position | undefined> {
    if (!navigator.geolocation) {
      state.value = 'unknown'
      return Promise.resolve(undefined)
    }
    state.value = 'asking'
    return new Promise((done) => navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const digits = (n: number) => Math.round(n * 1e5) / 1e5 // a metre
        position.value = { latitude: digits(coords.latitude), longitude: digits(coords.longitude) }
        state.value = 'known'
        done(position.value)
      },
      (err) => {
        state.value = err.code === err.PERMISSION_DENIED ? 'denied' : 'unknown'
        done(undefined)
      },
      { enableHighAccuracy: true, timeout: patience, maximumAge: 30_000 },
    ))
  }

  return { position, state, ask }
}
