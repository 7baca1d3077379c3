// Outlines of provinces and cities, fetched from this service when a map needs them.
const files = import.meta.glob<string>('./shapes/*.json', { query: '?url', import: 'default', eager: true })

// has reports whether there are outlines of a map: china, or a province by its code.
export const has = (map: string) => `./shapes/${map}.json` in files

export async function outline(map: string): Promise<object> {
  const answer = await fetch(files[`./shapes/${map}.json`] ?? '')
  if (!answer.ok) throw new Error(`outline of ${map}: ${answer.status}`)
  return (await answer.json()) as object
}

// provinceOf is the province that all of some codes lie in; empty where they do not.
export function provinceOf(codes: string[]): string {
  const all = new Set(codes.map((c) => c.slice(0, 2)))
  return all.size === 1 ? [...all][0]! : ''
}
