import { expect, test } from 'vitest'
import { formatOf } from './format'

test.each([
  ['失踪人员.xlsx', 'XLSX'],
  ['A.XLSX', 'XLSX'],
  ['宏.xlsm', 'XLSX'],
  ['照片和表.ZIP', 'ZIP'],
  ['a.xml', 'PFIF'],
  ['a.pfif', 'PFIF'],
  ['a.jsonl', 'JSONL'],
  ['a.ndjson', 'JSONL'],
  ['a.csv', 'CSV'],
  ['a.tsv', 'CSV'],
  ['a', 'CSV'],
  ['a.jsonl.csv', 'CSV'],
])('%s is %s', (name, format) => expect(formatOf(name)).toBe(format))
