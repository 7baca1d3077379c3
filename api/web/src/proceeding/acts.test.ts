import { describe, expect, it } from 'vitest'
import { actsOf, asksUs, kept, undoable } from './acts'
import { actOf, fresh, lacking, needsOf, noDraft, signersFor } from './draft'
import type { Escort, Stay } from './kinds'

const user = (role: string, station: string, ...areas: string[]) => ({ name: `users/${role}`, role, station, areas }) as never
const stay: Stay = {
  name: 'stays/1', state: 'IN', station: '甲站', place: { code: '500103' }, categories: ['OLD'], belongings: [{ item: 'OTHER', name: '布包', quantity: 2 }],
  history: [{ number: 1, kind: 'ADMIT' }, { number: 2, kind: 'RETURN', given: [{ item: 'OTHER', name: '布包', quantity: 1 }] }],
}
const escort: Escort = { name: 'escorts/1', state: 'UNDERWAY', station: '甲站', place: { code: '500103' }, receiver: { kind: 'STATION', unit: '乙站' }, history: [{ number: 1, kind: 'PLAN' }, { number: 2, kind: 'DEPART' }] }

describe('actsOf', () => {
  it.each([
    ['our stay', stay, user('STATION', '甲站', '50'), ['LEAVE', 'HOSPITAL', 'RETURN', 'UNDO']],
    ['who has left', { ...stay, state: 'LEFT', belongings: [] }, user('STATION', '甲站', '50'), ['UNDO']],
    ['our escort', escort, user('STATION', '甲站', '50'), ['HAND_OVER', 'FAIL', 'UNDO']],
    ['an escort that comes to us', escort, user('STATION', '乙站', '51'), ['HAND_OVER']],
    ['police in the area are asked, and own nothing', { name: 'inquiries/1', state: 'ASKED', place: { code: '500103' } }, user('POLICE', '派出所', '50'), ['ANSWER']],
    ['a hospital closes', { name: 'identityRequests/1', state: 'ANSWERED', place: { code: '500103' } }, user('HOSPITAL', '医院', '50'), ['CLOSE']],
    ['a village withdraws, and does not check', { name: 'registrations/1', state: 'SURVEYED', station: '青石村' }, user('VILLAGE', '青石村', '50'), ['WITHDRAW']],
    ['a patrol makes no record', { name: 'leads/1', state: 'OPEN', station: '甲站' }, user('PATROL', '甲站', '50'), ['OUTCOME']],
  ])('%s', (_, p, who, want) => {
    expect(actsOf(p, who)).toEqual(want)
  })
  it('tells ours from what comes to us', () => {
    expect(asksUs(escort, user('STATION', '甲站', '50'))).toBe(false)
    expect(asksUs(escort, user('STATION', '乙站', '50', '51'))).toBe(true)
  })
})

it('what is kept is what was deposited without what was given back', () => {
  expect(kept(stay)).toEqual([{ item: 'OTHER', name: '布包', quantity: 1 }])
  const undone = { ...stay, history: [...stay.history!, { number: 3, kind: 'UNDO', undoes: 2 }] }
  expect(kept(undone)[0]?.quantity).toBe(2)
  expect(undoable(undone)).toBeUndefined()
})

it('an act asks for what its kind needs, and sends nothing else', async () => {
  const d = { ...fresh('LEAVE', stay), way: 'FAMILY' }
  const needs = needsOf('LEAVE', stay, d)
  d.signers = signersFor(needs, stay, [])
  expect(lacking(needs, d)).toEqual(['signers'])
  Object.assign(d.signers[0]!, { name: '柳大', idKind: '居民身份证', relation: '儿子' })
  d.code = '123456' // left over from another act
  expect(await actOf('LEAVE', needs, d, 'c')).toMatchObject({ kind: 'LEAVE', way: 'FAMILY', given: [{ name: '布包' }], code: undefined, signatures: [{ kind: 'COLLECTOR', name: '柳大', idKind: '居民身份证', relation: '儿子' }] })
  expect(lacking(needsOf('HAND_OVER', escort, noDraft()), noDraft())).toEqual(['signers'])
  expect(lacking(needsOf('HAND_OVER', escort, { ...noDraft(), code: '1' }), { ...noDraft(), code: '1' })).toEqual([])
})
