import { background, body, client, type Schemas } from '@/api/client'
import { idOf } from '@/api/names'
import type { Column } from '@/search/view'

export type Export = Schemas['v1Export']

// fieldsOf are the columns of a table that hold what a column of a list shows.
const fieldsOf: Record<Column, string[]> = {
  names: ['name', 'selfReportedName', 'heardName', 'formerName', 'nickname', 'otherScriptName'],
  sex: ['sex'], when: ['eventDate'], where: ['eventPlace'], marks: ['marks'], externalId: ['externalId'], status: ['status'],
}

export const fieldsIn = (columns: Column[]) => columns.flatMap((c) => fieldsOf[c])

export interface Wanted {
  kind: string // records or notices
  names: string[]
  format: string
  fields: string[] // all if there are none
  purpose: string
}

const every = 500 // milliseconds between two looks at how far it is

// exportList has a list written and returns it when it has ended; told hears how far it is.
// Errors: those of the service, and why the export failed.
export async function exportList(w: Wanted, told: (e: Export) => void, signal: AbortSignal): Promise<Export> {
  const kind = w.kind === 'records' ? 'RECORDS' : 'NOTICES'
  let e = await body(client.POST('/v1/exports', { body: { kind, format: w.format, filter: { names: w.names }, fields: w.fields, purpose: w.purpose } }))
  while (e.state === 'RUNNING' && !signal.aborted) {
    told(e)
    await new Promise((done) => setTimeout(done, every))
    e = await body(client.GET('/v1/exports/{export}', { ...background, params: { path: { export: idOf(e.name) } } }))
  }
  return e
}
