import type { Case } from './case'

// CaseView is how the cases are looked at. It holds no words, so that keeping one keeps
// nothing about anybody.
export interface CaseView {
  board: boolean
  mine: boolean // of the reader's own doing or charge
  urgent: boolean // due, or in conflict with another
}

const usual: CaseView = { board: true, mine: false, urgent: false }
const key = (me: string) => `guitu.cases.${me}`

// readCaseView is how a reader looked at them last in this browser.
export function readCaseView(me: string): CaseView {
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem(key(me)) ?? '{}') as Partial<CaseView>) }
  } catch {
    return usual // storage is off or holds rubbish
  }
}

export function keepCaseView(me: string, v: CaseView) {
  try {
    localStorage.setItem(key(me), JSON.stringify(v))
  } catch {
    // storage is off: it lasts as long as the page
  }
}

const wordsOf = (c: Case) => [c.recordSummary, c.noticeSummary].flatMap((s) => [s?.externalId, ...(s?.names ?? []).map((n) => n.text)]).join(' ')

// shownCases are those that a view shows and whose names or numbers hold the words, newest first.
export function shownCases(cases: Case[], v: CaseView, words: string, me: string): Case[] {
  const wanted = words.trim()
  return [...cases].reverse().filter((c) =>
    (!v.mine || c.assignee === me || c.history?.some((s) => s.actor === me)) && (!v.urgent || c.due || c.conflicts?.length) && (!wanted || wordsOf(c).includes(wanted)))
}
