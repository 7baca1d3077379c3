import assert from 'node:assert/strict'
import { story } from './harness.mjs'

story('today lists what is due, and a step clears it', async ({ page, at, service, unique, enter, look, locale }) => {
  await enter(await service.person(unique('today'), 'SUPERVISOR', { displayName: '主管周敏' }))
  await page.goto('/today')
  await at('today-row-0').waitFor()
  await look('today')
  const row = at('today-row-0')
  const text = await row.innerText()
  assert.match(text, /岁|years|男|male/i) // who it is about, not a number
  await row.getByRole('button', { name: locale === 'zh' ? '登记已办' : 'Mark as done' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await look('today-step')
  await dialog.getByRole('button', { name: locale === 'zh' ? '登记已办' : 'Mark as done' }).click()
  await page.waitForFunction((was) => document.querySelector('[data-testid=today-row-0]')?.innerText !== was, text)
  await page.getByRole('button', { name: locale === 'zh' ? '撤销' : 'Undo' }).click()
  await page.waitForFunction((was) => document.querySelector('[data-testid=today-row-0]')?.innerText === was, text)
  assert.equal(await page.getByRole('dialog').count(), 0)
})

story('the list of keys opens with a question mark', async ({ page, service, unique, enter, look }) => {
  await enter(await service.person(unique('keys'), 'STATION'))
  await page.goto('/today')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog').waitFor()
  await look('keys')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.keyboard.press('/')
  await page.keyboard.type('x')
  await page.keyboard.press('Escape')
  await page.keyboard.press('g')
  await page.keyboard.press('h')
  await page.waitForURL('**/help')
}, { sizes: ['desktop'] })
