import type { Photo } from '@/person/file'

// Where the eyes stand in a frame, in shares of its width and height; the frame is 4 : 5.
const eyes = { left: 0.36, right: 0.64, y: 0.4 }
const aspect = 5 / 4 // height of the frame by its width

// Transform moves, turns and scales a picture of the frame's width, from its upper left corner.
export interface Transform {
  scale: number
  angle: number // radians
  x: number // shares of the frame's width
  y: number
}

// eyesOf are the two eyes of a photo's clearest face in shares of the picture's width:
// the first four landmarks are the corners of the eyes; undefined without them.
export function eyesOf(p: Photo | undefined): { x: number; y: number }[] | undefined {
  const face = [...(p?.faces ?? [])].sort((a, b) => (b.quality ?? 0) - (a.quality ?? 0))[0]
  const marks = face?.landmarks ?? []
  if (marks.length < 4 || !p?.width || !p.height) return undefined
  const tall = p.height / p.width
  const middle = (a: number, b: number) => ({ x: ((marks[a]?.x ?? 0) + (marks[b]?.x ?? 0)) / 2, y: (tall * ((marks[a]?.y ?? 0) + (marks[b]?.y ?? 0))) / 2 })
  return [middle(0, 1), middle(2, 3)].sort((a, b) => a.x - b.x)
}

// align lays a picture's eyes onto those of the frame; undefined where it has none.
export function align(p: Photo | undefined): Transform | undefined {
  const [left, right] = eyesOf(p) ?? []
  if (!left || !right) return undefined
  const apart = Math.hypot(right.x - left.x, right.y - left.y)
  if (apart < 0.01) return undefined
  const scale = (eyes.right - eyes.left) / apart
  const angle = -Math.atan2(right.y - left.y, right.x - left.x)
  const turned = (q: { x: number; y: number }) => ({
    x: scale * (q.x * Math.cos(angle) - q.y * Math.sin(angle)), y: scale * (q.x * Math.sin(angle) + q.y * Math.cos(angle)),
  })
  const at = turned(left)
  return { scale, angle, x: eyes.left - at.x, y: eyes.y * aspect - at.y }
}

// css is a transform for an element as wide as the frame, with its origin at the upper left.
export const css = (t: Transform) =>
  `translate(${(100 * t.x).toFixed(2)}cqw, ${(100 * t.y).toFixed(2)}cqw) rotate(${t.angle.toFixed(4)}rad) scale(${t.scale.toFixed(4)})`

// years are how many years lie between two partial dates; undefined where one is not known.
export function years(a: string | undefined, b: string | undefined): number | undefined {
  const year = (d: string | undefined) => Number(/^\d{4}/.exec(d ?? '')?.[0] ?? NaN)
  const apart = Math.abs(year(a) - year(b))
  return Number.isNaN(apart) ? undefined : apart
}
