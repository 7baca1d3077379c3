import type { components } from './schema'

export type Status = components['schemas']['googleRpcStatus']

export interface Violation {
  field: string
  zh: string
  en: string
}

// ApiError is why a call was not answered: a sentence in both languages, which fields
// are wrong, and the id under which the administrator finds it.
export class ApiError extends Error {
  constructor(
    readonly code: number, // gRPC's: 5 not found, 7 not allowed, 10 changed by another, 16 not logged in; -1 no connection
    readonly zh: string,
    readonly en: string,
    readonly violations: Violation[] = [],
    readonly requestId = '',
  ) {
    super(en)
  }

  get offline() {
    return this.code === Code.offline || this.code === Code.unavailable
  }
}

export const Code = {
  offline: -1,
  invalid: 3,
  notFound: 5,
  exists: 6,
  forbidden: 7,
  throttled: 8,
  precondition: 9,
  stale: 10,
  unavailable: 14,
  unauthenticated: 16,
} as const

// split takes apart what the service says: the Chinese sentence, and the English one
// in brackets behind it.
export function split(message: string, chinese?: string): { zh: string; en: string } {
  const zh = chinese ?? /^(.*) \([^()]*(?:\([^()]*\)[^()]*)*\)$/s.exec(message)?.[1] ?? message
  const rest = message.startsWith(zh) ? message.slice(zh.length).trim() : ''
  return { zh, en: rest.startsWith('(') && rest.endsWith(')') ? rest.slice(1, -1) : rest || message }
}

interface Detail {
  '@type'?: string
  locale?: string
  message?: string
  fieldViolations?: { field?: string; description?: string; localizedMessage?: { message?: string } }[]
}

// fromStatus reads a google.rpc.Status.
export function fromStatus(status: Status, requestId: string): ApiError {
  const details = (status.details ?? []) as Detail[]
  const chinese = details.find((d) => d['@type']?.endsWith('LocalizedMessage'))?.message
  const { zh, en } = split(status.message ?? '', chinese)
  const violations = details.flatMap((d) => d.fieldViolations ?? []).map((v) => ({
    field: v.field ?? '',
    ...split(v.description ?? '', v.localizedMessage?.message),
  }))
  return new ApiError(status.code ?? 2, zh, en, violations, requestId)
}

export const noConnection = () =>
  new ApiError(Code.offline, '连不上服务器，请检查网络；已填的内容都还在', 'The server cannot be reached: check the network. What you typed is still here.')
