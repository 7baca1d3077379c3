// newId is an id of the client's own, which makes sending twice harmless. It works also
// where the page is served without TLS and a browser keeps randomUUID back.
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('')
}
