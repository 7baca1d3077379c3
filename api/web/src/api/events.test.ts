import { describe, expect, it } from 'vitest'
import { parseEvents } from './events'

describe('parseEvents', () => {
  it('reads whole events and keeps the rest', () => {
    const { events, rest } = parseEvents(': beat\n\nid: 7\nevent: match\ndata: {"id":\ndata: "7"}\n\nid: 8\nda')
    expect(events).toEqual([{ id: '7', event: 'match', data: '{"id":\n"7"}' }])
    expect(rest).toBe('id: 8\nda')
  })

  it('reads a stream cut anywhere', () => {
    const stream = 'id: 1\r\nevent: match\r\ndata: a\r\n\r\n: beat\n\nid: 2\ndata: b\n\n'
    for (let cut = 0; cut <= stream.length; cut++) {
      const first = parseEvents(stream.slice(0, cut))
      const second = parseEvents(first.rest + stream.slice(cut))
      expect([...first.events, ...second.events].map((e) => `${e.id}${e.event}${e.data}`), `cut at ${cut}`).toEqual(['1matcha', '2messageb'])
    }
  })
})
