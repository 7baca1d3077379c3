import type { Schemas } from '@/api/client'

// formatOf returns how a file is written, by its name: what offices have is a table.
export function formatOf(name: string): 'JSONL' | 'CSV' | 'XLSX' | 'PFIF' | 'ZIP' {
  if (/\.(xlsx|xlsm)$/i.test(name)) return 'XLSX'
  if (/\.(pfif|xml)$/i.test(name)) return 'PFIF'
  if (/\.zip$/i.test(name)) return 'ZIP'
  return /\.(jsonl|ndjson)$/i.test(name) ? 'JSONL' : 'CSV'
}

export type Import = Schemas['v1Import']

// span is a time in one word and one number: what is left is never known better.
export function span(seconds: number, t: (key: string, values: Record<string, unknown>) => string): string {
  if (seconds < 60) return t('imports.seconds', { n: seconds })
  return seconds < 3600 ? t('imports.minutes', { n: Math.round(seconds / 60) }) : t('imports.hours', { n: (seconds / 3600).toFixed(1) })
}
