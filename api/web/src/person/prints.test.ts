import { expect, it } from 'vitest'
import { fits, isPicture } from './prints'

it.each([
  [[0x46, 0x4d, 0x52, 0, 0x20, 0x32, 0x30], false], // FMR: a template
  [[0x89, 0x50, 0x4e, 0x47, 0x0d], true], // PNG
  [[0x42, 0x4d, 0x36], true], // BMP
  [[0x49, 0x49, 0x2a, 0], true], // TIFF
  [[0x4d, 0x4d, 0, 0x2a], true],
  [[], false],
])('%j is a picture: %s', async (bytes, yes) => {
  expect(await isPicture(new Blob([new Uint8Array(bytes)]))).toBe(yes)
})

it('is found by a finger only if a finger speaks for it', () => {
  expect(fits({ evidence: [{ feature: 'fingerprint', weight: 20 }] })).toBe(true)
  expect(fits({ evidence: [{ feature: 'fingerprint', weight: -3 }, { feature: 'name', weight: 9 }] })).toBe(false)
  expect(fits({})).toBe(false)
})
