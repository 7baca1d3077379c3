import { describe, expect, it } from 'vitest'
import { faceOnly, sorted, telling } from './evidence'

const e = (feature: string, weight: number, conflict = false) => ({ feature, weight, conflict })
const match = { evidence: [e('name', 12.6), e('dates', -0.6), e('sex', -9, true), e('marks', 4.7), e('blood', 2, true)] }

describe('sorted', () => {
  it('puts conflicts first against, whatever they weigh', () => {
    const { pro, contra, conflicts } = sorted(match)
    expect(pro.map((x) => x.feature)).toEqual(['name', 'marks'])
    expect(contra.map((x) => x.feature)).toEqual(['sex', 'blood', 'dates'])
    expect(conflicts).toBe(2)
  })
  it('has nothing of nothing', () => expect(sorted({})).toEqual({ pro: [], contra: [], conflicts: 0 }))
})

describe('telling', () => {
  it('never leaves out what speaks against', () => expect(telling(match).map((x) => x.feature)).toEqual(['name', 'marks', 'sex']))
  it('leaves out what hardly does', () => expect(telling({ evidence: [e('name', 5), e('dates', -0.1)] }).map((x) => x.feature)).toEqual(['name']))
})

describe('faceOnly', () => {
  it.each([
    [[e('face', 8)], true], [[e('face', 8), e('name', 5)], false], [[e('face', 8), e('sex', 0.9)], true], [[], false], [[e('name', 5)], false],
  ])('%j', (evidence, want) => expect(faceOnly({ evidence })).toBe(want))
})
