import { percent } from '@/ui/format'
import { shares, type Located } from './locate'

export const pinKinds = ['found', 'missing', 'native', 'heard'] as const
export type PinKind = (typeof pinKinds)[number]

// Pin is a point of a map, with its place and what it is.
export interface Pin {
  code: string
  text: string
  note: string
  latitude: number
  longitude: number
  size: number // pixels across
  kind: PinKind
}

// pinsOf are the places where heard names may lie, larger the likelier.
export function pinsOf(places: Located[]): Pin[] {
  const parts = shares(places)
  return places.map((p, i) => ({ ...p, kind: 'heard' as const, note: percent(parts[i] ?? 0), size: 10 + 34 * Math.sqrt(parts[i] ?? 0) })).filter((p) => p.latitude)
}

const country = { longitude: 62, latitude: 36, center: { longitude: 104.5, latitude: 36 } } // degrees across, and the middle
const closest = 6 // zoom at which provinces' names have room
const worthwhile = 1.5 // below it, little is gained by cutting the country off

// viewOf is where a map of the country is to be looked at so that all pins are seen with
// some land around them; without a centre all of it is seen.
export function viewOf(pins: { latitude: number; longitude: number }[]): { center?: [number, number]; zoom: number } {
  const [lats, lons] = [pins.map((p) => p.latitude), pins.map((p) => p.longitude)]
  if (!pins.length) return { zoom: 1 }
  const [south, north, west, east] = [Math.min(...lats), Math.max(...lats), Math.min(...lons), Math.max(...lons)]
  const zoom = Math.min(closest, Math.max(1, 0.5 * Math.min(country.longitude / (east - west || 1), country.latitude / (north - south || 1))))
  if (zoom < worthwhile) return viewOf([])
  // No closer to the border than what is seen reaches: beyond it there is nothing to show.
  const within = (at: number, middle: number, across: number) => {
    const room = (across / 2) * (1 - 1 / zoom)
    return Math.min(middle + room, Math.max(middle - room, at))
  }
  return { center: [within((west + east) / 2, country.center.longitude, country.longitude), within((south + north) / 2, country.center.latitude, country.latitude)], zoom }
}

const earth = 6371 // kilometres, the mean radius

// distance is how far two places lie apart on the globe, in kilometres, from 100 on to ten of
// them, as places are known by their county's seat; undefined where one of them is not known.
export function distance(a: { latitude?: number; longitude?: number } | undefined, b: typeof a): number | undefined {
  if (!a?.latitude || !b?.latitude) return undefined
  const rad = (degrees = 0) => (degrees * Math.PI) / 180
  const [lat, lon] = [rad(b.latitude - a.latitude), rad((b.longitude ?? 0) - (a.longitude ?? 0))]
  const h = Math.sin(lat / 2) ** 2 + Math.cos(rad(a.latitude)) * Math.cos(rad(b.latitude)) * Math.sin(lon / 2) ** 2
  const km = 2 * earth * Math.asin(Math.sqrt(h))
  return km < 100 ? km : Math.round(km / 10) * 10
}
