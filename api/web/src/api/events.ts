import { background, send } from './client'

export interface ServerEvent {
  id: string
  event: string
  data: string
}

// parseEvents takes whole events off the front of a stream's text and returns them with
// the rest, which goes on with the next bytes. Comments, the signs of life, are dropped.
export function parseEvents(text: string): { events: ServerEvent[]; rest: string } {
  const blocks = text.replace(/\r\n|\r(?!$)/g, '\n').split('\n\n')
  const rest = blocks.pop() ?? ''
  const events: ServerEvent[] = []
  for (const block of blocks) {
    const e: ServerEvent = { id: '', event: 'message', data: '' }
    for (const line of block.split('\n')) {
      const [, field, value] = /^(\w+): ?(.*)$/.exec(line) ?? []
      if (field === 'data') e.data += (e.data && '\n') + value
      else if (field === 'id' || field === 'event') e[field] = value ?? ''
    }
    if (e.data) events.push(e)
  }
  return { events, rest }
}

const pause = (ms: number, signal: AbortSignal) => new Promise<void>((done) => {
  const timer = setTimeout(done, ms)
  signal.addEventListener('abort', () => (clearTimeout(timer), done()), { once: true })
})

const shortest = 2_000 // milliseconds before the first new attempt
const longest = 60_000

// watch reads a stream of events until it is aborted. It comes back by itself after a
// lost connection, later each time, and goes on after the last event that it has seen.
export async function watch(path: string, tell: (e: ServerEvent) => void, signal: AbortSignal) {
  let last = ''
  for (let wait = shortest; !signal.aborted; wait = Math.min(2 * wait, longest)) {
    try {
      const headers: Record<string, string> = { ...background.headers, Accept: 'text/event-stream', ...(last && { 'Last-Event-ID': last }) }
      const response = await send(new Request(path, { headers, signal }))
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
      let text = ''
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        const { events, rest } = parseEvents(text + piece.value)
        text = rest
        for (const e of events) {
          last = e.id || last
          tell(e)
        }
        wait = shortest
      }
    } catch {
      // said by the session's state and the offline bar; tried again below
    }
    await pause(wait, signal)
  }
}
