import assert from 'node:assert/strict'
import { story } from './harness.mjs'

story('first login with a new password', async ({ page, at, service, unique, look, expect, nav, phone }) => {
  const person = await service.person(unique('first'), 'STATION', { fresh: true, displayName: '关小雨' })
  expect(/40[01]/) // a wrong password is an answer that browsers write down
  await page.goto('/register')
  await at('login-name').fill(person.login)
  await at('login-password').fill('not the password')
  await at('login-submit').click()
  await page.getByRole('alert').waitFor()
  await look('login-refused')
  await at('login-password').fill(person.password)
  await at('login-submit').click()
  await at('new-password').waitFor()
  await at('old-password').fill(person.password)
  await at('new-password').fill('a phrase of my own')
  await at('new-password-repeat').fill('a phrase of my owm')
  assert.equal(await at('new-password-submit').isDisabled(), true)
  await look('password')
  await at('new-password-repeat').fill('a phrase of my own')
  await at('new-password-submit').click()
  await page.waitForURL('**/register')
  await nav('today')
  await page.waitForURL('**/today')
  assert.equal(await at('nav-admin').count(), phone ? 0 : 0)
})

const budget = 250_000 // bytes of compressed scripts for the login and the first screen

story('the first screens load little', async ({ page, at, service, unique }) => {
  const person = await service.person(unique('light'), 'STATION')
  await page.goto('/')
  await at('login-name').fill(person.login)
  await at('login-password').fill(person.password)
  await at('login-submit').click()
  await at('today-row-0').waitFor()
  const scripts = await page.evaluate(() => performance.getEntriesByType('resource').filter((r) => r.name.endsWith('.js')).map((r) => r.encodedBodySize))
  const sum = scripts.reduce((a, b) => a + b, 0)
  console.log(`login and today: ${scripts.length} scripts, ${Math.round(sum / 1000)} kB compressed`)
  assert.ok(scripts.length > 3 && sum < budget, `${sum} bytes of scripts`)
}, { sizes: ['desktop'], locales: ['zh'] })

story('words change with one press', async ({ page, at, service, unique, enter, locale }) => {
  await enter(await service.person(unique('words'), 'STATION'))
  await page.goto('/today')
  const before = await page.getByRole('heading', { level: 1 }).textContent()
  await at('locale').click()
  await page.waitForFunction((was) => document.querySelector('h1')?.textContent !== was, before)
  assert.equal(await page.locator('html').getAttribute('lang'), locale === 'zh' ? 'en' : 'zh-CN')
  await page.reload()
  assert.notEqual(await page.getByRole('heading', { level: 1 }).textContent(), before)
}, { sizes: ['desktop'] })

story('an expired session keeps what was typed', async ({ page, at, service, unique, enter, look, expect }) => {
  const person = await service.person(unique('away'), 'STATION')
  await enter(person)
  await page.goto('/today')
  await at('search-box').fill('左眉有疤')
  expect(/401/)
  await page.context().clearCookies()
  await at('search-box').press('Enter')
  await at('login-password').waitFor()
  await look('expired')
  await at('login-password').fill(person.password)
  await at('login-submit').click()
  await at('login-password').waitFor({ state: 'detached' })
  assert.equal(await at('search-box').inputValue(), '左眉有疤')
})
