import { ref, shallowRef } from 'vue'

// useWork runs an act of the reader's one at a time and keeps why it failed.
export function useWork() {
  const busy = ref(false)
  const err = shallowRef<unknown>()

  // run reports whether the act succeeded; a second one meanwhile does nothing.
  async function run(act: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    err.value = undefined
    try {
      await act()
      return true
    } catch (e) {
      err.value = e
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy, err, run }
}

// useLoad reads something, keeps what was read while it is read again, and forgets
// answers that come after a later question.
export function useLoad<T>(read: () => Promise<T>) {
  const data = shallowRef<T>()
  const err = shallowRef<unknown>()
  const loading = ref(false)
  let turn = 0

  async function load() {
    const mine = ++turn
    loading.value = true
    try {
      const value = await read()
      if (mine !== turn) return
      data.value = value
      err.value = undefined
    } catch (e) {
      if (mine === turn) err.value = e
    } finally {
      if (mine === turn) loading.value = false
    }
  }

  return { data, err, loading, load }
}
