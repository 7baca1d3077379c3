import { base64 } from '@/api/bytes'
import { body, client, type Schemas } from '@/api/client'

export const largest = 24 * 1024 * 1024 // bytes of a picture, the service's limit

// findByPhoto ranks one side by the face on a picture, which is not kept.
export async function findByPhoto(file: File, side: 'NOTICES' | 'RECORDS'): Promise<Schemas['v1SearchMatchesResponse']> {
  const content = await base64(file)
  return body(client.POST('/v1/matches:search', { body: { side, person: {}, photo: { content, contentType: file.type }, pageSize: 20, summaries: true } }))
}

// pictureIn is the first picture among what was dropped or pasted.
export const pictureIn = (files: FileList | undefined) => [...(files ?? [])].find((f) => f.type.startsWith('image/'))
