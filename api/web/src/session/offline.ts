import type { Schemas } from '@/api/client'

// A patrol opens the page where there is no connection, too. Who they are, and what they
// may call, is kept on their phone until they log out: their own name, no secret. What
// they see is still read from the service alone.
const KEY = 'guitu.who'

type Kept = Pick<Schemas['v1Session'], 'user' | 'calls'>

// streetOnly reports whether somebody works in the street and nowhere else.
export const streetOnly = (calls: Pick<ReadonlySet<string>, 'has'>) => calls.has('StreetService.CreateLead') && !calls.has('RecordService.GetRecord')

export function keepWho({ user, calls }: Kept) {
  if (!streetOnly(new Set(calls)) || user?.mustChangePassword) return forgetWho()
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
