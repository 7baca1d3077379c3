import { describe, expect, it } from 'vitest'
import { ApiError, Code, fromStatus, noConnection, split } from './error'

describe('split', () => {
  it.each([
    ['没有找到 (not found)', undefined, '没有找到', 'not found'],
    ['请先修改初始密码（POST /v1） (change it: POST /v1)', undefined, '请先修改初始密码（POST /v1）', 'change it: POST /v1'],
    ['您的角色（STATION）没有此项权限 (your role (STATION) may not do this)', undefined, '您的角色（STATION）没有此项权限', 'your role (STATION) may not do this'],
    ['输入有误 (the input) is (wrong)', '输入有误', '输入有误', 'the input) is (wrong'],
    ['boom', undefined, 'boom', 'boom'],
  ])('%s', (message, chinese, zh, en) => {
    expect(split(message, chinese)).toEqual({ zh, en })
  })
})

describe('fromStatus', () => {
  it('reads sentences and violations', () => {
    const err = fromStatus({
      code: Code.invalid,
      message: '输入有误：person.ageMin: 太大 (invalid input, see the violations)',
      details: [
        { '@type': 'type.googleapis.com/google.rpc.LocalizedMessage', locale: 'zh-CN', message: '输入有误：person.ageMin: 太大' },
        { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: [
          { field: 'person.ageMin', description: '太大 (too large)', localizedMessage: { message: '太大' } },
        ] },
      ],
    } as never, 'R1')
    expect(err).toBeInstanceOf(ApiError)
    expect(err).toMatchObject({
      code: Code.invalid, zh: '输入有误：person.ageMin: 太大', en: 'invalid input, see the violations', requestId: 'R1',
      violations: [{ field: 'person.ageMin', zh: '太大', en: 'too large' }],
    })
  })

  it('is offline without a connection and while the service starts', () => {
    expect(noConnection().offline).toBe(true)
    expect(fromStatus({ code: Code.unavailable, message: '' }, '').offline).toBe(true)
    expect(fromStatus({ code: Code.notFound, message: '' }, '').offline).toBe(false)
  })
})
