import { ApiError, Code } from '@/api/error'
import type { Act, Lead, Registration, Round } from '@/proceeding/kinds'
import type { Entry, Vault } from './vault'

// What is written away from the desk: a round, a lead, a person likely to wander, or an act in one
// of them or in an escort. What is not on
// the server yet is called client:ID, by the id that its creation carries.
export type Job =
  | { kind: 'round'; body: Round }
  | { kind: 'lead'; body: Lead }
  | { kind: 'registration'; body: Registration }
  | { kind: 'act'; of: string; body: Act }

export interface Item {
  job: Job
  title: string // what is shown of it while it waits
  time: string // when it was written
  refused?: { zh: string; en: string } // why the server does not take it
}

// Named is what the server called something that was created here.
export type Named = Map<string, string>

export interface Server {
  round(body: Round): Promise<{ name?: string }>
  lead(body: Lead): Promise<{ name?: string }>
  registration(body: Registration): Promise<{ name?: string }>
  act(name: string, body: Act): Promise<unknown>
}

export const refOf = (clientId: string) => `client:${clientId}`
const isRef = (name: string | undefined) => Boolean(name?.startsWith('client:'))

// resolve puts the server's names in for what was created here; undefined where one is
// not there yet.
export function resolve(job: Job, named: Named): Job | undefined {
  if (job.kind === 'lead') {
    const round = isRef(job.body.round) ? named.get(job.body.round!) : job.body.round
    return isRef(job.body.round) && !round ? undefined : { ...job, body: { ...job.body, round } }
  }
  if (job.kind === 'act') {
    const of = isRef(job.of) ? named.get(job.of) : job.of
    return of ? { ...job, of } : undefined
  }
  return job
}

// needs reports whether a job cannot be sent before the one that creates what ref calls.
export const needs = (job: Job, ref: string) => (job.kind === 'lead' && job.body.round === ref) || (job.kind === 'act' && job.of === ref)

async function sendOne(job: Job, to: Server): Promise<string | undefined> {
  switch (job.kind) {
    case 'round': return (await to.round(job.body)).name
    case 'lead': return (await to.lead(job.body)).name
    case 'registration': return (await to.registration(job.body)).name
    case 'act': await to.act(job.of, job.body)
  }
  return undefined
}

const later = (err: unknown) => !(err instanceof ApiError) || err.offline || err.code === Code.unauthenticated || err.code === Code.throttled

// flush sends what waits, in order, each once: an id goes with it, so that one whose answer
// was lost is not done twice. It stops when the server is out of reach or the session is
// over; what the server refuses stays, with the reason, and the others go on. It returns
// what is named now.
export async function flush(vault: Vault<Item>, to: Server, named: Named): Promise<Named> {
  const sent: Named = new Map(named)
  for (const { id, value } of await vault.all()) {
    const job = resolve(value.job, sent)
    if (!job || value.refused) continue
    try {
      const name = await sendOne(job, to)
      const clientId = job.kind === 'act' ? '' : job.body.clientId
      if (name && clientId) {
        sent.set(refOf(clientId), name)
        await rename(vault, refOf(clientId), name)
      }
      await vault.remove(id)
    } catch (err) {
      if (later(err)) break
      const { zh, en } = err as ApiError
      await vault.set(id, { ...value, refused: { zh, en } })
    }
  }
  return sent
}

// rename writes the server's name into what still waits for it: the page may be gone
// before all is sent.
async function rename(vault: Vault<Item>, ref: string, name: string) {
  for (const { id, value } of await vault.all()) {
    if (needs(value.job, ref)) await vault.set(id, { ...value, job: resolve(value.job, new Map([[ref, name]]))! })
  }
}

// withDependents are an entry and all that cannot be sent without it.
export function withDependents(entries: Entry<Item>[], id: number): number[] {
  const job = entries.find((e) => e.id === id)?.value.job
  const clientId = job && job.kind !== 'act' ? job.body.clientId : undefined
  const more = clientId ? entries.filter((e) => needs(e.value.job, refOf(clientId))).flatMap((e) => withDependents(entries, e.id)) : []
  return [...new Set([id, ...more])]
}
