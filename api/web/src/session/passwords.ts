// minPassword is the service's own limit, in characters.
export const minPassword = 10

export type PasswordFault = 'empty' | 'short' | 'same' | 'different'

// passwordFault is the first thing that is wrong with a new password, as far as the page
// can tell; the service has the last word.
export function passwordFault(old: string, fresh: string, again: string): PasswordFault | undefined {
  if (!old || !fresh) return 'empty'
  if ([...fresh].length < minPassword) return 'short'
  if (fresh === old) return 'same'
  if (!again) return 'empty'
  return fresh === again ? undefined : 'different'
}
