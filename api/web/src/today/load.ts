import { all, background, body, client } from '@/api/client'
import { caseRow, deadlineRow, importRow, takedownRow, type Row } from './rows'

const most = 200 // rows of one source that a day's list shows

type Source = { needs: string; read: (me: string) => Promise<Row[]> }

const present = (rows: (Row | undefined)[]) => rows.filter((r) => r !== undefined)

const cases = (query: { state?: 'PROPOSED' | 'VERIFYING'; due?: boolean; assignee?: string }) =>
  all((pageToken) => body(client.GET('/v1/cases', { ...background, params: { query: { ...query, pageToken, pageSize: most, summaries: true } } })), (p) => p.cases, 1000)

// What a day's list is made of. One that fails leaves the others as they are.
export const sources: Record<string, Source> = {
  deadlines: {
    needs: 'DeadlineService.ListDeadlines',
    read: async () => ((await body(client.GET('/v1/deadlines', { ...background, params: { query: { pageSize: most, summaries: true } } }))).deadlines ?? []).map(deadlineRow),
  },
  cases: {
    needs: 'CaseService.ListCases',
    read: async (me) => {
      const lists = await Promise.all([cases({ state: 'PROPOSED' }), cases({ state: 'VERIFYING' }), cases({ due: true }), cases({ assignee: me })])
      const once = new Map(lists.flat().map((c) => [c.name, c]))
      return present([...once.values()].map((c) => caseRow(c, me)))
    },
  },
  takedowns: {
    needs: 'TakedownService.ListTakedowns',
    read: async (me) => present(((await body(client.GET('/v1/takedowns', { ...background, params: { query: { state: 'REQUESTED', pageSize: most, summaries: true } } }))).takedowns ?? [])
      .map((d) => takedownRow(d, me))),
  },
  imports: {
    needs: 'ImportService.ListImports',
    read: async () => ((await body(client.GET('/v1/imports', { ...background, params: { query: { state: 'RUNNING', pageSize: most } } }))).imports ?? []).map(importRow),
  },
}
