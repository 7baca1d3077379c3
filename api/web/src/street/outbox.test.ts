import { describe, expect, it } from 'vitest'
import { ApiError, Code, noConnection } from '@/api/error'
import { flush, refOf, withDependents, type Item, type Job, type Server } from './outbox'
import { openVault } from './vault'

const item = (job: Job): Item => ({ job, title: '', time: '' })
const round = item({ kind: 'round', body: { clientId: 'r' } })
const lead = item({ kind: 'lead', body: { clientId: 'l', round: refOf('r') } })
const survey = item({ kind: 'registration', body: { clientId: 's' } })
const outcome = item({ kind: 'act', of: refOf('l'), body: { kind: 'OUTCOME', clientId: 'o' } })

// A server that is reached only for so many calls, and remembers client ids as the real one.
function aServer(calls: number, lost = false) {
  const made = new Map<string, string>()
  const acts: string[] = []
  const answer = (id: string, name: string) => {
    if (calls-- <= 0) throw noConnection()
    if (!made.has(id)) made.set(id, name)
    if (lost && calls === 0) throw noConnection() // done, and the answer is lost
    return { name: made.get(id)! }
  }
  const server: Server = {
    round: async (b) => answer(b.clientId!, 'rounds/1'),
    lead: async (b) => {
      expect(b.round).toBe('rounds/1')
      return answer(b.clientId!, 'leads/1')
    },
    registration: async (b) => answer(b.clientId!, 'registrations/1'),
    act: async (name, b) => {
      answer(b.clientId!, '')
      acts.push(`${name} ${b.kind}`)
    },
  }
  return { server, made, acts }
}

describe('flush', () => {
  it('sends a survey and a hand-over once, though an answer is lost', async () => {
    const vault = await openVault<Item>('users/v')
    await vault.add(survey)
    await vault.add(item({ kind: 'act', of: 'escorts/e', body: { kind: 'HAND_OVER', clientId: 'h' } }))
    const cut = aServer(1, true)
    await flush(vault, cut.server, new Map())
    expect((await vault.all()).length).toBe(2)
    const there = aServer(9)
    there.made.set('s', 'registrations/1') // it was done before
    const named = await flush(vault, there.server, new Map())
    expect([...there.made]).toEqual([['s', 'registrations/1'], ['h', '']])
    expect(there.acts).toEqual(['escorts/e HAND_OVER'])
    expect(named.get(refOf('s'))).toBe('registrations/1')
    expect(await vault.all()).toEqual([])
  })

  it.each([[false], [true]])('sends each once, whenever the connection goes (answer lost: %s)', async (lost) => {
    for (let calls = 0; calls <= 3; calls++) {
      const vault = await openVault<Item>('users/a')
      for (const i of [round, lead, outcome]) await vault.add(i)
      const first = aServer(calls, lost)
      await flush(vault, first.server, new Map())
      // The page was opened anew meanwhile: what the server called things is known no more.
      const second = aServer(9)
      for (const [id, name] of first.made) second.made.set(id, name)
      await flush(vault, second.server, new Map())
      expect(await vault.all()).toEqual([])
      expect([...second.made.keys()]).toEqual(['r', 'l', 'o'])
      expect([...first.acts, ...second.acts]).toContain('leads/1 OUTCOME')
    }
  })

  it('keeps what is refused, with the reason, and goes on', async () => {
    const vault = await openVault<Item>('users/a')
    for (const i of [lead, round]) await vault.add(i)
    const { server } = aServer(9)
    server.round = async () => { throw new ApiError(Code.invalid, '请写明巡查人员', 'name who is out') }
    await flush(vault, server, new Map())
    const left = await vault.all()
    expect(left.map((e) => e.value.refused?.zh)).toEqual([undefined, '请写明巡查人员'])
    expect(withDependents(left, left[1]!.id).sort()).toEqual(left.map((e) => e.id).sort())
  })
})
