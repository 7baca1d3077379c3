import { expect, it } from 'vitest'
import { base64 } from '@/api/bytes'
import { pictureIn } from './photo'

it('base64 is the bytes alone', async () => {
  expect(await base64(new Blob([new Uint8Array([1, 2, 250])], { type: 'image/png' }))).toBe('AQL6')
})

it('pictureIn skips what is no picture', () => {
  const text = new File(['x'], 'a.txt', { type: 'text/plain' })
  const picture = new File(['x'], 'a.jpg', { type: 'image/jpeg' })
  expect(pictureIn([text, picture] as unknown as FileList)).toBe(picture)
  expect(pictureIn([text] as unknown as FileList)).toBeUndefined()
  expect(pictureIn(undefined)).toBeUndefined()
})
