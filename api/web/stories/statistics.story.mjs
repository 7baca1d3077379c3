import assert from 'node:assert/strict'
import { story } from './harness.mjs'

story('a month is counted, opened, reported, and corrected beside what was reported', async ({ page, at, service, unique, enter, look, context }) => {
  const station = unique('统计救助站')
  const person = await service.person(unique('tong'), 'SUPERVISOR', { displayName: '主管', station })
  const now = new Date()
  const last = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 5, 4))
  const lead = (n, outcome) => service.call('POST', '/v1/leads', { station, source: n % 2 ? 'PATROL' : 'HOTLINE', place: { text: '重庆市渝中区' }, circumstances: `第 ${n} 位`, first: { time: last.toISOString() } }, person.token)
    .then(({ name }) => service.call('POST', `/v1/${name}/acts`, { kind: 'OUTCOME', outcome, given: [{ item: 'FOOD', quantity: n }, { item: 'BEDDING', quantity: 1 }], time: last.toISOString() }, person.token))
  for (const [n, outcome] of [[1, 'HELPED_ON_SPOT'], [2, 'HELPED_ON_SPOT'], [3, 'ESCORTED_IN']]) await lead(n, outcome)
  await enter(person)
  await page.goto('/statistics')
  await at('statistics-from').fill(last.toISOString().slice(0, 7))
  await page.locator('input[type=month]').nth(1).fill(last.toISOString().slice(0, 7))
  await page.getByPlaceholder('全部').fill(station)
  await at('statistics-show').click()
  await at('statistics-table').getByText('街面临时救助', { exact: false }).waitFor()
  await page.locator('.bars svg').first().waitFor()
  await look('statistics')
  await at('statistics-open').first().click() // one lead by phone, as the table says first
  await at('event-0').waitFor()
  assert.match(await at('events-sum').innerText(), /[12]$/)
  await look('statistics-events')
  await at('event-0').press('Enter')
  await page.waitForURL(/\/leads\//)
  await page.goBack()
  await at('event-0').waitFor()
  await page.getByRole('button', { name: '回到统计表' }).click()
  await at('statistics-table').getByText('街面临时救助', { exact: false }).waitFor() // of the same month and station
  const file = await context.request.get(await at('statistics-file').getAttribute('href'))
  assert.match((await file.body()).subarray(0, 2).toString(), /PK/)
  await at('statistics-freeze').click()
  await page.getByRole('dialog').getByRole('button', { name: '上报并定稿' }).click()
  await at('statistics-report').waitFor()
  await lead(4, 'REFUSED')
  await at('statistics-show').click()
  await at('statistics-table').getByText('现为 10', { exact: false }).first().waitFor() // things to eat
  await at('statistics-table').getByText('拒绝救助', { exact: false }).waitFor() // none was reported
  await look('statistics-corrected')
}, { locales: ['zh'] })
