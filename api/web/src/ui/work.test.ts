import { describe, expect, it } from 'vitest'
import { useLoad, useWork } from './work'

const later = <T>() => {
  let resolve!: (value: T) => void
  const promise = new Promise<T>((r) => (resolve = r))
  return { promise, resolve }
}

describe('useWork', () => {
  it('runs one act at a time and keeps what went wrong', async () => {
    const { busy, err, run } = useWork()
    const first = later<void>()
    const running = run(() => first.promise)
    expect(busy.value).toBe(true)
    expect(await run(async () => {})).toBe(false)
    first.resolve()
    expect(await running).toBe(true)
    expect(await run(() => Promise.reject(new Error('no')))).toBe(false)
    expect(err.value).toMatchObject({ message: 'no' })
    expect(await run(async () => {})).toBe(true)
    expect(err.value).toBeUndefined()
  })
})

describe('useLoad', () => {
  it('keeps the answer to the last question, whenever it comes', async () => {
    const answers = [later<string>(), later<string>()]
    let asked = 0
    const { data, load, loading } = useLoad(() => answers[asked++]!.promise)
    const [first, second] = [load(), load()]
    answers[1]!.resolve('new')
    await second
    answers[0]!.resolve('old')
    await first
    expect(data.value).toBe('new')
    expect(loading.value).toBe(false)
  })

  it('keeps what was read when reading again fails', async () => {
    let fail = false
    const { data, err, load } = useLoad(async () => {
      if (fail) throw new Error('gone')
      return 1
    })
    await load()
    fail = true
    await load()
    expect(data.value).toBe(1)
    expect(err.value).toMatchObject({ message: 'gone' })
  })
})
