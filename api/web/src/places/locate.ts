import { body, client } from '@/api/client'

export interface Located {
  code: string
  text: string
  weight: number // bits
  matched: string // which names lie there
  latitude: number
  longitude: number
}

const mostHeard = 20

// locate ranks the counties where names that were heard lie together.
export async function locate(heard: string[], accent: string, pageSize: number): Promise<Located[]> {
  const names = heard.map((h) => h.trim()).filter(Boolean).slice(0, mostHeard)
  if (names.length === 0) return []
  const { places } = await body(client.POST('/v1/places:locate', { body: { heard: names, accent, pageSize } }))
  return (places ?? []).map((p) => ({
    code: p.place?.code ?? '', text: p.place?.text ?? '', weight: p.weight ?? 0, latitude: p.place?.latitude ?? 0, longitude: p.place?.longitude ?? 0,
    matched: (p.matched ?? []).map((m) => (m.heard === m.name ? m.name : `${m.heard} → ${m.name}`)).join('、'),
  }))
}

// shares are how likely each place is beside the others, by their bits.
export function shares(list: { weight: number }[]): number[] {
  const most = Math.max(...list.map((p) => p.weight), -Infinity)
  const parts = list.map((p) => 2 ** (p.weight - most))
  const sum = parts.reduce((a, b) => a + b, 0)
  return parts.map((p) => p / sum)
}
