import { describe, expect, it } from 'vitest'
import { archive, crc32 } from './archive'
import { useless } from './folder'

describe('an archive of a folder', () => {
  it('has the check sum that ZIP wants', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
    expect(crc32(new Uint8Array())).toBe(0)
  })

  it('holds each file behind a header, and a directory at its end', async () => {
    const file = { size: 3, arrayBuffer: async () => new TextEncoder().encode('abc').buffer } as unknown as File
    const blob = await archive([{ name: '名单/a.csv', file }])
    expect(blob.type).toBe('application/zip')
    const name = new TextEncoder().encode('名单/a.csv').length
    expect(blob.size).toBeGreaterThan(30 + 46 + 22 + 2 * name)
  })

  it('leaves out what systems put into folders and what is neither table nor picture', () => {
    expect(['名单/a.xlsx', 'a/N1.JPG', '.DS_Store', '~$a.xlsx', 'Thumbs.db', 'a/说明.docx', '__MACOSX/._a.csv'].map(useless)).toEqual([false, false, true, true, true, true, true])
  })
})
