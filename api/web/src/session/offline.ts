import type { Schemas } from '@/api/client'

// A patrol, or a village's surveyor, opens the page where there is no connection, too. Who they are, and what they
// may call, is kept on their phone until they log out: their own name, no secret. What
// they see is still read from the service alone.
const KEY = 'guitu.who'

type Kept = Pick<Schemas['v1Session'], 'user' | 'calls'>

// outsideOnly reports whether somebody works in the street or in a village, and sees no records.
export const outsideOnly = (calls: Pick<ReadonlySet<string>, 'has'>) =>
  (calls.has('StreetService.CreateLead') || calls.has('RegistryService.CreateRegistration')) && !calls.has('RecordService.GetRecord')

export function keepWho({ user, calls }: Kept) {
  if (!outsideOnly(new Set(calls)) || user?.mustChangePassword) return forgetWho()
  try {
    localStorage.setItem(KEY, JSON.stringify({ user, calls }))
  } catch {
    // storage is off: the page opens with a connection only
  }
}

export function whoKept(): Kept | undefined {
  try {
    return (JSON.parse(localStorage.getItem(KEY) ?? 'null') as Kept | null) ?? undefined
  } catch {
    return undefined
  }
}

export const forgetWho = () => localStorage.removeItem(KEY)
