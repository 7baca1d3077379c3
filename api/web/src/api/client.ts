import createClient from 'openapi-fetch'
import { Code, ApiError, fromStatus, noConnection, type Status } from './error'
import type { components, paths } from './schema'

export type Schemas = components['schemas']

// What every call carries, and what is told when it fails; set by the session.
export const hooks = {
  purpose: () => '',
  expired: () => {},
  connected: (_yes: boolean) => {},
}

// headers are what a call of the page's own needs besides its body: the guard against
// other sites' forms, and what the call is for, which goes into the trail.
export function headers(): Record<string, string> {
  const purpose = hooks.purpose()
  return { 'X-Guitu-Csrf': '1', ...(purpose && { 'X-Guitu-Purpose': encodeURIComponent(purpose) }) }
}

async function failure(response: Response): Promise<ApiError> {
  const id = response.headers.get('x-request-id') ?? ''
  let status: Status = { code: Code.unavailable, message: '服务没有给出可读的回答，请稍后再试 (the service gave no readable answer: try again later)' }
  try {
    status = (await response.json()) as Status
  } catch {
    // a proxy's page: said as above
  }
  return fromStatus(status, id)
}

// background marks a call that the page makes by itself: it does not prolong the session
// of a reader who has left.
export const background = { headers: { 'X-Guitu-Background': '1' } }

// send is fetch with the session's headers; every failure is an ApiError.
export async function send(request: Request): Promise<Response> {
  for (const [name, value] of Object.entries(headers())) request.headers.set(name, value)
  let response: Response
  try {
    response = await fetch(request)
  } catch (err) {
    if (request.signal.aborted) throw err
    hooks.connected(false)
    throw noConnection()
  }
  hooks.connected(true)
  if (response.ok) return response
  const err = await failure(response)
  if (err.code === Code.unauthenticated && !request.url.endsWith('/v1/sessions')) hooks.expired()
  throw err
}

// Lists are asked for as a=1&a=2, which is how the service reads them.
export const client = createClient<paths>({
  baseUrl: location.origin,
  fetch: send,
  querySerializer: { array: { style: 'form', explode: true } },
})

// body is the answer's body: send has thrown where there is none.
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T
}

// all reads a list page by page, at most so many entries.
export async function all<P extends { nextPageToken?: string }, T>(
  page: (token: string) => Promise<P>, entries: (p: P) => T[] | undefined, most = 10_000,
): Promise<T[]> {
  const list: T[] = []
  for (let token: string | undefined = ''; token !== undefined && list.length < most; ) {
    const p: P = await page(token)
    list.push(...(entries(p) ?? []))
    token = p.nextPageToken || undefined
  }
  return list
}
