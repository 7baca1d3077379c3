import assert from 'node:assert/strict'
import { story } from './harness.mjs'

// template is a finger minutiae record of ISO/IEC 19794-2:2005 with one right index finger,
// whose minutiae follow from the seed.
function template(seed, minutiae = 36) {
  let state = seed
  const dice = (n) => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0), state % n)
  const view = Buffer.alloc(4 + 6 * minutiae + 2)
  view.set([2, 0, 80, minutiae])
  for (let i = 0; i < minutiae; i++) {
    const at = 4 + 6 * i
    view.writeUInt16BE(0x4000 | (20 + 10 * (i % 6) * 4 + dice(24)), at) // a ridge ends
    view.writeUInt16BE(20 + 10 * Math.floor(i / 6) * 5 + dice(30), at + 2)
    view.set([dice(256), 80], at + 4)
  }
  const head = Buffer.alloc(24)
  head.write('FMR\0 20\0', 'latin1')
  head.writeUInt32BE(head.length + view.length, 8)
  for (const [at, n] of [[14, 300], [16, 400], [18, 197], [20, 197]]) head.writeUInt16BE(n, at)
  head[22] = 1
  return Buffer.concat([head, view])
}

story('a finger is added, finds its person, and fills the item of a case', async ({ page, at, service, unique, enter, look, locale }) => {
  const judge = await service.person(unique('finger'), 'SUPERVISOR', { displayName: '主管周敏' })
  const file = { name: 'right.fmr', mimeType: 'application/octet-stream', buffer: template(unique("seed").split("-")[1] * 7919) }
  const record = await service.call('POST', '/v1/records', { foundPlace: { text: '四川省成都市' }, person: { names: [{ text: '阿梅', kind: 'HEARD' }], sex: 'FEMALE' } })
  const notice = await service.call('POST', '/v1/notices', { externalId: unique('finger'), source: '测试', person: { names: [{ text: '林秋霞' }], sex: 'FEMALE' }, fingerprints: [{ content: file.buffer.toString('base64') }] })
  await enter(judge)
  await page.goto(`/${record.name}`)
  await at('print-add').setInputFiles(file)
  await at('prints').getByText(locale === 'zh' ? '右手食指' : 'right index finger').waitFor()
  await look('prints')
  await page.goto('/search')
  await at('search-print').setInputFiles(file)
  await page.getByText('林秋霞').first().waitFor()
  await look('prints-search')
  await page.goto(`/compare/${record.name.split('/')[1]}/${notice.name.split('/')[1]}`)
  await at('evidence-for').getByText(locale === 'zh' ? /右手食指指纹相符/ : /right index finger/).first().waitFor()
  await look('prints-compare')
  const c = await service.call('POST', '/v1/cases', { record: record.name, notice: notice.name, reason: '指纹相符' }, judge.token)
  await service.call('POST', `/v1/${c.name}:verify`, { reason: '开始' }, judge.token)
  await page.goto(`/${c.name}`)
  await at('case-item-add').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox').first().press('Enter')
  await page.getByRole('option', { name: locale === 'zh' ? '指纹比对' : 'Fingerprint' }).click()
  await at('item-submit').click()
  await dialog.waitFor({ state: 'detached' })
  const { items } = await service.call('GET', `/v1/${c.name}`, undefined, judge.token)
  assert.equal(items[0].result, 'SUPPORTS')
  assert.match(items[0].note, /右手食指指纹相符/)
}, { locales: ['zh'] })
