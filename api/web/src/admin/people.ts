export const roles = ['STATION', 'POLICE', 'CASEWORKER', 'SUPERVISOR', 'ADMIN', 'AUDITOR', 'PATROL', 'HOSPITAL', 'VILLAGE'] as const

// Roles that may work for the whole country, *, where it is said.
export const nationwideRoles: readonly string[] = ['SUPERVISOR', 'ADMIN', 'AUDITOR']

// areasIn reads codes as people write them: with spaces, commas, Chinese commas.
export const areasIn = (text: string): string[] => text.split(/[\s,，、;；]+/).filter(Boolean)
