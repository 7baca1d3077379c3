import { describe, expect, it } from 'vitest'
import { signsOf } from './health'

const well = { index: { wordsReady: true }, disk: { freeBytes: '70000000000', totalBytes: '200000000000' }, faceModels: ['dlib-resnet-v1'], backup: { time: '2026-11-30T00:00:00Z', verified: true } }
const bad = (s: Parameters<typeof signsOf>[0]) => signsOf(s).filter((x) => !x.well).map((x) => x.say)

describe('signsOf', () => {
  it.each([
    ['all is well', well, []],
    ['a few changes wait', { ...well, index: { wordsReady: true, pendingChanges: '12' } }, []],
    ['many wait', { ...well, index: { wordsReady: true, pendingChanges: '5000' } }, ['indexBehind']],
    ['the index stands still', { ...well, index: { wordsReady: true, failure: 'disk full' } }, ['indexFailed']],
    ['words are being made', { ...well, index: {} }, ['wordsMaking']],
    ['no faces', { ...well, faceModels: [] }, ['facesOff']],
    ['one face model of two', { ...well, faceModelsMissing: 'onnx' }, ['facesPart']],
    ['no backup was ever made', { ...well, backup: undefined }, ['backupNone']],
    ['the backup is old', { ...well, checks: [{ name: 'backup', state: 'WARN' as const, reason: '太久' }] }, ['backupWhole']],
    ['a row is damaged', { ...well, damagedRows: ['records/1'], checks: [{ name: 'rows', state: 'FAIL' as const }] }, ['rowsDamaged']],
    ['a full disk', { ...well, disk: { freeBytes: '4000000000', totalBytes: '20000000000' } }, ['disk']],
    ['a large disk, nearly full', { ...well, disk: { freeBytes: '50000000000', totalBytes: '900000000000' } }, ['disk']],
  ])('%s', (_, state, says) => {
    expect(bad(state)).toEqual(says)
  })
})
