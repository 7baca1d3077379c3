// Part is a file with its path in a folder.
export interface Part {
  name: string
  file: File
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1
  return c
})

// crc32 is the check sum that ZIP wants of each file.
export function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff
  for (const b of bytes) c = table[(c ^ b) & 255]! ^ (c >>> 8)
  return (c ^ 0xffffffff) >>> 0
}

// header writes little-endian numbers, each of two or four bytes, and a name behind them.
function header(fields: [bytes: 2 | 4, value: number][], name: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(fields.reduce((n, [bytes]) => n + bytes, name.length))
  const view = new DataView(out.buffer)
  let at = 0
  for (const [bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += bytes
  }
  out.set(name, at)
  return out
}

const version = 20
const inUTF8 = 0x0800 // of names
const firstDay = 0x21 // 1980-01-01: when a file was changed is no matter

// archive makes a ZIP of files (APPNOTE 4.3), uncompressed: pictures are so already. The files are
// read one by one and stay where they are.
export async function archive(parts: Part[]): Promise<Blob> {
  const out: BlobPart[] = []
  const directory: Uint8Array<ArrayBuffer>[] = []
  let at = 0
  for (const { name, file } of parts) {
    const path = new TextEncoder().encode(name)
    const sum = crc32(new Uint8Array(await file.arrayBuffer()))
    const common: [2 | 4, number][] = [[2, version], [2, inUTF8], [2, 0], [2, 0], [2, firstDay], [4, sum], [4, file.size], [4, file.size], [2, path.length], [2, 0]]
    const local = header([[4, 0x04034b50], ...common], path)
    directory.push(header([[4, 0x02014b50], [2, version], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]], path))
    out.push(local, file)
    at += local.length + file.size
  }
  const size = directory.reduce((n, d) => n + d.length, 0)
  const end = header([[4, 0x06054b50], [2, 0], [2, 0], [2, parts.length], [2, parts.length], [4, size], [4, at], [2, 0]], new Uint8Array())
  return new Blob([...out, ...directory, end], { type: 'application/zip' })
}
