// formatOf returns how a file is written, by its name: what offices have is a table.
export function formatOf(name: string): 'JSONL' | 'CSV' | 'XLSX' {
  if (/\.(xlsx|xlsm)$/i.test(name)) return 'XLSX'
  return /\.(jsonl|ndjson)$/i.test(name) ? 'JSONL' : 'CSV'
}
