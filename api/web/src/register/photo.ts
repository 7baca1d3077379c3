import { base64 } from '@/api/bytes'
import { body, client, send, type Schemas } from '@/api/client'

export type Seen = Schemas['v1InspectPhotoResponse']

const searchSide = 1600 // pixels of the longer side that a search and a first look get
const keptBytes = 22 << 20 // of what the service takes as one photo
const keptSide = 4000

// Picture is a photo that was chosen: the file to keep, and a smaller one to look with.
export interface Picture {
  file: Blob
  small: string // base64
  url: string // of this page
  shrunk: boolean // the file was too large and was made smaller
  seen?: Seen
}

export class UnreadablePicture extends Error {}

async function shrink(picture: Blob, side: number): Promise<Blob> {
  let bitmap: ImageBitmap
  try {
    bitmap = await createImageBitmap(picture, { imageOrientation: 'from-image' })
  } catch {
    throw new UnreadablePicture()
  }
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(bitmap.width * scale)
  canvas.height = Math.round(bitmap.height * scale)
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  return new Promise((done, fail) => canvas.toBlob((b) => (b ? done(b) : fail(new UnreadablePicture())), 'image/jpeg', 0.92))
}

// open reads a chosen file. HEIC, which the service does not take, goes as JPEG where this
// browser can draw it; what it cannot draw goes as it is, if it is not too large.
export async function open(file: Blob): Promise<Picture> {
  const shrunk = file.size > keptBytes
  let kept = file
  let small = file
  try {
    small = await shrink(file, searchSide)
    if (shrunk || /hei[cf]/i.test(file.type)) kept = await shrink(file, keptSide)
  } catch (err) {
    if (shrunk) throw err
  }
  return { file: kept, small: await base64(small), url: URL.createObjectURL(small), shrunk }
}

export const inspect = (p: Picture) => body(client.POST('/v1/photos:inspect', { body: { content: p.small } }))

// upload adds a picture to a record.
export async function upload(record: string, p: Picture) {
  const form = new FormData()
  form.append('photo', p.file)
  await send(new Request(`/v1/${record}/photos`, { method: 'POST', body: form }))
}
