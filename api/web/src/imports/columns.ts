import type { Schemas } from '@/api/client'

export type ImportColumn = Schemas['v1ImportColumn']

// fields are what a column of a table can be, as the service names them.
export const fields = [
  'externalId', 'name', 'selfReportedName', 'heardName', 'formerName', 'nickname', 'otherScriptName', 'sex', 'birthDate', 'age', 'idNumber', 'height', 'weight',
  'shoeSize', 'build', 'bloodType', 'ethnicity', 'nativePlace', 'accent', 'marks', 'appearance', 'clothing', 'belongings', 'conditions', 'narrative',
  'circumstances', 'eventDate', 'eventPlace', 'source', 'contactName', 'contactRelation', 'contactPhone', 'father', 'mother', 'spouse', 'children', 'relatives',
  'heardPlaces', 'dnaSampleId', 'status',
] as const

// kept are what else can be done with a column: keep it as text, or leave it out.
export const kept = ['text', 'ignore'] as const

export type Mapping = Record<string, string> // fields by headings

// Line is a column with what it was taken for, and what a reader makes of it.
export interface Line {
  heading: string
  sheet: string
  field: string
  by: string
  proposal: string // what it may be, if that is not followed
  certainty: number
}

// linesOf are the columns to look over: those that need a word first, then as they stand.
export function linesOf(columns: ImportColumn[], mapping: Mapping): Line[] {
  const lines = columns.map((c) => {
    const given = mapping[c.heading ?? '']
    return {
      heading: c.heading ?? '', sheet: c.sheet ?? '', field: given ?? c.field ?? 'text', by: given ? 'GIVEN' : c.by ?? 'UNKNOWN',
      proposal: given || c.by !== 'PROPOSED' ? '' : c.proposal ?? '', certainty: c.certainty ?? 0,
    }
  })
  const unsure = (c: ImportColumn) => Number(c.by === 'PROPOSED' || c.by === 'UNKNOWN')
  return lines.map((line, i) => ({ line, unsure: unsure(columns[i]!), i })).sort((a, b) => b.unsure - a.unsure || a.i - b.i).map((x) => x.line)
}

// differs reports whether a mapping says anything else than the columns were taken for.
export const differs = (columns: ImportColumn[], mapping: Mapping) => columns.some((c) => mapping[c.heading ?? ''] !== undefined && mapping[c.heading ?? ''] !== c.field)
