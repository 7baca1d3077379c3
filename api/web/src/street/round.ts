import { computed, ref } from 'vue'
import { body, client } from '@/api/client'
import { newId } from '@/api/id'
import type { Round } from '@/proceeding/kinds'
import { useSession } from '@/session/session'
import { refOf } from './outbox'
import { useStreet } from './useStreet'

// The round that this device is on, by the server's name or by its own: it holds no names
// of people, and goes with the logout.
const KEY = 'guitu.round'

interface Out {
  owner: string
  ref: string // rounds/… or client:ID
  since: string
}

const read = (): Out | undefined => {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null') as Out | undefined ?? undefined
  } catch {
    return undefined // storage is off or holds rubbish
  }
}

export const forgetRound = () => localStorage.removeItem(KEY)

const held = ref<Out>()

// useRound is the patrol round that the reader is on.
export function useRound() {
  const session = useSession()
  const street = useStreet()
  held.value = read()
  const out = computed(() => (held.value?.owner === session.me ? held.value : undefined))
  const name = computed(() => (out.value ? street.nameOf(out.value.ref.replace('client:', '')) || out.value.ref : ''))

  function keep(now: Out | undefined) {
    held.value = now
    try {
      if (now) localStorage.setItem(KEY, JSON.stringify(now))
      else forgetRound()
    } catch {
      // storage is off: it lasts as long as the page
    }
  }

  async function start(round: Round, title: string) {
    const clientId = newId()
    const since = new Date().toISOString()
    keep({ owner: session.me, ref: refOf(clientId), since })
    const given = await street.write({ kind: 'round', body: { ...round, clientId, first: { time: since } } }, title)
    if (given) keep({ owner: session.me, ref: given, since })
  }

  async function end(title: string) {
    await street.write({ kind: 'act', of: name.value, body: { kind: 'END', clientId: newId(), time: new Date().toISOString() } }, title)
    keep(undefined)
  }

  const point = (at: { latitude: number; longitude: number }, title: string) =>
    street.write({ kind: 'act', of: name.value, body: { kind: 'ROUTE', clientId: newId(), points: [{ ...at, time: new Date().toISOString() }] } }, title)

  // find takes up a round of one's own that another device began or this one forgot.
  async function find() {
    if (out.value) return
    const { rounds } = await body(client.GET('/v1/rounds', { params: { query: { open: true, pageSize: 50 } } }))
    const mine = rounds?.find((r) => r.history?.[0]?.actor === session.me)
    if (mine) keep({ owner: session.me, ref: mine.name ?? '', since: mine.history?.[0]?.time ?? '' })
  }

  return { out, ref: name, start, end, point, find }
}
