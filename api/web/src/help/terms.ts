// The terms that the page uses, explained where they stand by ui/Term.vue and all
// together in the help.
export const terms = [
  'record', 'notice', 'candidate', 'evidence', 'bits', 'probability', 'conflict', 'case', 'verification', 'second', 'heard', 'paste', 'faceAlone', 'masked', 'purpose', 'area', 'parameters', 'deadline',
] as const
export type TermName = (typeof terms)[number]
