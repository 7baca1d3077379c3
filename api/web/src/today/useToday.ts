import { computed, onScopeDispose, ref, shallowReactive, watch as watchSource } from 'vue'
import { watch } from '@/api/events'
import { useSession } from '@/session/session'
import { sources } from './load'
import { kinds, sorted, type Row, type RowKind } from './rows'

const readAgain = 60_000 // milliseconds between two looks at everything
const gather = 1_000 // milliseconds that alerts which come together are read in one

// useToday is the list of what is to do now. It reads itself again as time goes by, when
// the reader comes back to the window, and when a new match is announced.
export function useToday() {
  const session = useSession()
  const lists = shallowReactive<Record<string, Row[]>>({})
  const errors = shallowReactive<Record<string, unknown>>({})
  const read = ref(false)
  const mine = Object.entries(sources).filter(([, s]) => session.may(s.needs))

  async function loadOne(name: string) {
    try {
      lists[name] = await sources[name]!.read(session.me)
      delete errors[name]
    } catch (err) {
      errors[name] = err
    }
  }

  async function load() {
    await Promise.all(mine.map(([name]) => loadOne(name)))
    read.value = true
  }

  const look = () => {
    if (document.visibilityState === 'visible' && session.state === 'in') void load()
  }
  const timer = setInterval(look, readAgain)
  document.addEventListener('visibilitychange', look)

  const ended = new AbortController()
  let soon: ReturnType<typeof setTimeout> | undefined
  if (session.may('AlertService.WatchMatches')) {
    void watch('/v1/matches:watch', () => (soon ??= setTimeout(() => ((soon = undefined), void loadOne('cases')), gather)), ended.signal)
  }
  onScopeDispose(() => {
    ended.abort()
    clearInterval(timer)
    clearTimeout(soon)
    document.removeEventListener('visibilitychange', look)
  })

  onScopeDispose(watchSource(() => session.state, (state) => state === 'in' && void load()))

  const rows = computed(() => sorted(Object.values(lists).flat()))
  const counts = computed(() => kinds
    .map((kind): [RowKind, number] => [kind, rows.value.filter((r) => r.kind === kind).length])
    .filter(([, n]) => n > 0))
  const failed = computed(() => Object.values(errors)[0])
  void load()
  return { rows, counts, failed, read, load, loadOne }
}
