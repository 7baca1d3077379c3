import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { body, client } from '@/api/client'
import { act } from '@/proceeding/kinds'
import { useSession } from '@/session/session'
import { flush, withDependents, type Item, type Job, type Named, type Server } from './outbox'
import { destroy, openVault, type Entry, type Vault } from './vault'

const again = 20_000 // milliseconds between two attempts while something waits

const server: Server = {
  round: (round) => body(client.POST('/v1/rounds', { body: round })),
  lead: (lead) => body(client.POST('/v1/leads', { body: lead })),
  registration: (entry) => body(client.POST('/v1/registrations', { body: entry })),
  act,
}

// useStreet is what waits on this device to be sent. Everything that is written in the
// street or surveyed in a village goes through it, with a connection and without; a hand-over
// or a visit where there is none.
export const useStreet = defineStore('street', () => {
  const session = useSession()
  const waiting = shallowRef<Entry<Item>[]>([])
  const sending = ref(false)
  const lasts = ref(true)
  let vault: Promise<Vault<Item>> | undefined
  let owner = ''
  let named: Named = new Map()
  let timer: ReturnType<typeof setTimeout> | undefined

  // mine is the vault of who is logged in; another reader's entries stay closed.
  async function mine() {
    if (!vault || owner !== session.me) {
      owner = session.me
      named = new Map()
      vault = openVault<Item>(owner)
      lasts.value = (await vault).lasts
    }
    return vault
  }

  async function look() {
    waiting.value = await (await mine()).all()
  }

  // send tries to send what waits and returns when it is sent or cannot be.
  async function send() {
    if (sending.value || !session.me) return
    sending.value = true
    clearTimeout(timer)
    try {
      const v = await mine()
      const all = async () => { named = await flush(v, server, named) }
      await (navigator.locks ? navigator.locks.request('guitu-street', all) : all()) // one window at a time
    } finally {
      sending.value = false
      await look()
      if (open.value.length) timer = setTimeout(() => void send(), again)
    }
  }

  // write keeps a job on this device and tries to send it; it returns the server's name if
  // that is known by then.
  async function write(job: Job, title: string): Promise<string> {
    await (await mine()).add({ job: JSON.parse(JSON.stringify(job)) as Job, title, time: new Date().toISOString() })
    await look()
    await send()
    return job.kind === 'act' ? '' : named.get(`client:${job.body.clientId}`) ?? ''
  }

  async function drop(id: number) {
    const v = await mine()
    for (const one of withDependents(waiting.value, id)) await v.remove(one)
    await look()
  }

  // retry gives what was refused another chance.
  async function retry(id: number) {
    const entry = waiting.value.find((e) => e.id === id)
    if (entry) await (await mine()).set(id, { ...entry.value, refused: undefined })
    await send()
  }

  // forget is for logging out: nothing stays on this device.
  async function forget() {
    clearTimeout(timer)
    vault = undefined
    owner = ''
    waiting.value = []
    await destroy().catch(() => {})
  }

  // nameOf is what the server called what was created here under that id; empty if not yet.
  const nameOf = (clientId: string) => named.get(`client:${clientId}`) ?? ''

  const open = computed(() => waiting.value.filter((e) => !e.value.refused))
  addEventListener('online', () => void send())
  return { waiting, open, sending, lasts, look, send, write, nameOf, drop, retry, forget }
})
