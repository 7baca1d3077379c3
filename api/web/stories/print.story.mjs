import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { story } from './harness.mjs'

const output = new URL('output/', import.meta.url)

story('a case prints as a report of what it rests on', async ({ page, at, service, unique, enter, locale, context }) => {
  const [a, b] = [await service.person(unique('print'), 'SUPERVISOR', { displayName: '甲主管' }), await service.person(unique('print'), 'SUPERVISOR', { displayName: '乙主管' })]
  const record = await service.call('POST', '/v1/records', { externalId: unique('r'), station: '演示救助管理站', foundDate: '2024-01-05', foundPlace: { text: '四川省成都市' },
    person: { names: [{ text: '邱玉兰', kind: 'HEARD' }], sex: 'FEMALE', ageMin: 40, ageMax: 50, marks: [{ text: '左腿有疤' }], narrative: '说自己家在山里，有一条大河，村口有一棵黄桷树。' } })
  const notice = await service.call('POST', '/v1/notices', { externalId: unique('n'), source: '测试', missingDate: '2019-03', missingPlace: { text: '四川省宜宾市' },
    person: { names: [{ text: '邱玉兰' }], sex: 'FEMALE', birthDate: '1978', marks: [{ text: '左小腿一道疤' }] } })
  const c = await service.call('POST', '/v1/cases', { record: record.name, notice: notice.name, reason: '姓名和疤痕相近' }, a.token)
  await service.call('POST', `/v1/${c.name}:verify`, { reason: '开始' }, a.token)
  await service.call('POST', `/v1/${c.name}/items`, { kind: 'PHONE_CALL', result: 'SUPPORTS', note: '家属说左腿有疤，是小时候摔的', signature: '甲主管' }, a.token)
  await service.call('POST', `/v1/${c.name}/items`, { kind: 'DNA', result: 'SUPPORTS', reference: 'DNA-2026-113', signature: '乙主管' }, b.token)
  await enter(a)
  await page.goto(`/${c.name}`)
  await at('case-story').waitFor()
  const report = await context.request.get(await at('case-report').getAttribute('href'))
  assert.match((await report.body()).subarray(0, 5).toString(), /%PDF-/)
  await writeFile(new URL(`case-report-${locale}.pdf`, output), await report.body())
  await page.emulateMedia({ media: 'print' })
  const shown = await page.locator('body').innerText()
  for (const word of ['邱玉兰', '甲主管', 'DNA-2026-113', '左小腿一道疤', record.externalId, notice.externalId]) assert.ok(shown.includes(word), word)
  assert.equal(await at('case-report').isVisible(), false)
  assert.equal(await page.getByRole('button').filter({ visible: true }).count(), 0)
  const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true })
  await writeFile(new URL(`case-${locale}.pdf`, output), pdf)
}, { sizes: ['desktop'] })
