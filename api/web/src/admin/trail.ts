// What the trail's rows say was done.
export const actions = [
  'READ', 'LIST', 'SEARCH', 'MATCH', 'COMPARE', 'REVEAL', 'CREATE', 'UPDATE', 'DELETE', 'IMPORT', 'EXPORT', 'LOGIN', 'LOGOUT', 'REFUSE', 'RESEAL', 'ERASE',
] as const
