import { currentLocale } from '@/i18n'

// Dates are shown as the files have them, year first; times in the reader's own clock.
const two = (n: number) => String(n).padStart(2, '0')

export const day = (d: Date) => `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`

export function dateTime(time: Date | string | undefined): string {
  if (!time) return ''
  const d = new Date(time)
  return Number.isNaN(d.getTime()) ? '' : `${day(d)} ${two(d.getHours())}:${two(d.getMinutes())}`
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000],
]

// ago is how long ago a time was, in one word and one number; the date after a month.
export function ago(time: string | undefined, now = Date.now()): string {
  if (!time) return ''
  const ms = Date.parse(time) - now
  if (Number.isNaN(ms)) return ''
  if (Math.abs(ms) > 30 * 86_400_000) return day(new Date(time))
  const words = new Intl.RelativeTimeFormat(currentLocale(), { numeric: 'auto' })
  for (const [unit, length] of steps) {
    if (Math.abs(ms) >= length) return words.format(Math.trunc(ms / length), unit)
  }
  return words.format(0, 'minute')
}

// percent rounds a probability to what it means: never 0 or 100, for nothing is certain.
export function percent(p: number): string {
  if (p < 0.01) return '< 1 %'
  if (p > 0.99) return '> 99 %'
  return `${Math.round(p * 100)} %`
}

export const likelihoods = ['unlikely', 'possible', 'likely'] as const
export type Likelihood = (typeof likelihoods)[number]

// likelihood is a probability in a word: what is above nine of ten is likely, what is
// below one of ten unlikely.
export function likelihood(p: number): Likelihood {
  if (p >= 0.9) return 'likely'
  return p >= 0.1 ? 'possible' : 'unlikely'
}

// bits is a weight with its sign, to a tenth, with a true minus.
export function bits(weight: number): string {
  const text = Math.abs(weight).toFixed(1)
  if (text === '0.0') return '0.0'
  return (weight < 0 ? '−' : '+') + text
}

export const count = (n: number | undefined) => new Intl.NumberFormat(currentLocale()).format(n ?? 0)

const sizes = ['B', 'kB', 'MB', 'GB', 'TB']

// size is a number of bytes, as disks count them.
export function size(bytes: number): string {
  let n = bytes
  let unit = 0
  while (n >= 1000 && unit < sizes.length - 1) {
    n /= 1000
    unit++
  }
  return `${n >= 10 || unit === 0 ? Math.round(n) : n.toFixed(1)} ${sizes[unit]}`
}
