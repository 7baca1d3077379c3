import type { User } from '@/session/session'
import { kindOf, type Act, type Escort, type Given, type Inquiry, type Proceeding, type Stay } from './kinds'

// undone reports whether an act was taken back by a later one.
const undone = (p: Proceeding, a: Act) => (p.history ?? []).some((h) => h.undoes === a.number)

// undoable is the last act that can be taken back; the first never can.
export const undoable = (p: Proceeding): Act | undefined =>
  (p.history ?? []).slice(1).findLast((h) => h.kind !== 'UNDO' && !undone(p, h))

// kept is what was deposited and has not been given back.
export function kept(s: Stay): Given[] {
  const left = (s.belongings ?? []).map((g) => ({ ...g }))
  for (const h of s.history ?? []) {
    if ((h.kind !== 'RETURN' && h.kind !== 'LEAVE') || undone(s, h)) continue
    for (const back of h.given ?? []) {
      const from = left.find((g) => g.item === back.item && (g.name ?? '') === (back.name ?? ''))
      if (from) from.quantity = (from.quantity ?? 0) - (back.quantity ?? 0)
    }
  }
  return left.filter((g) => (g.quantity ?? 0) > 0)
}

// Who does a station's work; others are asked, or survey, or patrol.
const stationWork = ['STATION', 'CASEWORKER', 'SUPERVISOR', 'ADMIN']
const owners: Record<string, string[]> = { rounds: [...stationWork, 'PATROL'], leads: [...stationWork, 'PATROL'], registrations: [...stationWork, 'VILLAGE'] }

// owns reports whether a proceeding is the reader's own work: of their station, or of a
// place in their areas.
export function owns(p: Proceeding, user: User | undefined): boolean {
  const role = user?.role ?? ''
  if (!user || !(owners[kindOf(p.name)] ?? stationWork).includes(role)) return false
  if (user.station && user.station === p.station) return true
  return role !== 'VILLAGE' && (user.areas ?? []).some((a) => a === '*' || (p.place?.code ?? '').startsWith(a))
}

// minor reports whether the person is a child without another category that keeps them from
// leaving alone: of 16 or 17, they may where they live by their own work.
export const minor = (s: Stay) => Boolean(s.categories?.includes('CHILD')) && s.categories!.every((c) => c === 'CHILD' || c === 'OTHER')

// stayWays are the ways of leaving that a person's category allows; an escort's hand-over
// brings the leaving with it, and is not chosen.
export const stayWays = (s: Stay) => ways.filter((w) => w !== 'ON_OWN' || s.categories?.includes('FULL_CAPACITY') || minor(s))
const ways = ['FAMILY', 'ON_OWN', 'WORK_UNIT', 'OTHER_STATION', 'WELFARE', 'HOSPITAL', 'POLICE', 'PLACED', 'WITHOUT_LEAVE', 'ENDED', 'DIED'] as const

const possible: Record<string, Record<string, string[]>> = {
  rounds: { OUT: ['END'] },
  leads: { OPEN: ['OUTCOME', 'REGISTER'], CLOSED: ['REGISTER'] },
  stays: { IN: ['LEAVE', 'HOSPITAL', 'RETURN'], IN_HOSPITAL: ['BACK', 'LEAVE', 'RETURN'], LEFT: ['RETURN'] },
  escorts: { PLANNED: ['DEPART', 'FAIL'], UNDERWAY: ['HAND_OVER', 'FAIL'] },
  identityRequests: { ASKED: ['ANSWER', 'CLOSE'], ANSWERED: ['CLOSE', 'ANSWER'] },
  inquiries: { ASKED: ['ANSWER', 'CLOSE'], ANSWERED: ['CLOSE', 'ANSWER'] },
  registrations: { SURVEYED: ['KEEP', 'REFUSE', 'WITHDRAW'], KEPT: ['VISIT', 'MISSING', 'WITHDRAW'], MISSING: ['FOUND', 'VISIT', 'WITHDRAW'] },
}

// What the other side of a proceeding may do in it.
const partners: Record<string, string[]> = { escorts: ['HAND_OVER'], inquiries: ['ANSWER'], identityRequests: ['CLOSE'] }

// fits reports whether an act has a sense here and now, beyond the state.
function fits(p: Proceeding, kind: string, user: User | undefined): boolean {
  switch (kind) {
    case 'RETURN': return kept(p as Stay).length > 0
    case 'REGISTER': return !p.record && ['STATION', 'CASEWORKER', 'SUPERVISOR', 'ADMIN'].includes(user?.role ?? '')
    case 'KEEP': return user?.role !== 'VILLAGE' && p.history?.[0]?.actor !== user?.name
    case 'REFUSE': return user?.role !== 'VILLAGE'
  }
  return true
}

// actsOf are what the reader can do in a proceeding as it stands, the usual next one first.
export function actsOf(p: Proceeding, user: User | undefined): string[] {
  const kind = kindOf(p.name)
  const mine = owns(p, user)
  const acts = (possible[kind]?.[p.state ?? ''] ?? []).filter((a) => (mine || partners[kind]?.includes(a)) && fits(p, a, user))
  const last = undoable(p)
  const back = mine && last && (kind !== 'registrations' || last.kind === 'VISIT') && (last as Act & { way?: string }).way !== 'ESCORT'
  return back ? [...acts, 'UNDO'] : acts
}

// asksUs reports whether an inquiry or an escort comes to the reader's own side.
export const asksUs = (p: Inquiry | Escort, user: User | undefined) =>
  !owns(p, user) || Boolean(user?.station && user.station !== p.station && user.station === ((p as Inquiry).toUnit ?? (p as Escort).receiver?.unit))
