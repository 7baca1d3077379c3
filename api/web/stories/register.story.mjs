import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { story } from './harness.mjs'

const photos = fileURLToPath(new URL('../../../.cache/testdata/faces/', import.meta.url))
const aPhoto = async () => photos + (await readdir(photos)).filter((f) => /\.jpe?g$/.test(f)).sort()[0]
const text = '男，自称徐华栋，目测四十多岁，身高一米七左右，四川口音，左眉上方有一道疤。2024年1月5日在重庆市渝中区被发现。'

story('a pasted text and a photo become a record with candidates', async ({ page, at, service, unique, enter, look, phone }) => {
  const started = Date.now()
  await enter(await service.person(unique('register'), 'STATION', { displayName: '关小雨', station: '演示救助管理站' }))
  await page.goto('/register')
  await look('register-empty')
  await at('register-paste').fill(text)
  await at('register-paste-apply').click()
  await page.waitForFunction(() => document.querySelector('[data-testid=register-name-0]')?.value)
  assert.match(await at('register-name-0').inputValue(), /徐华栋/)
  await at('register-photo').setInputFiles(await aPhoto())
  await at('candidate-0').waitFor()
  await page.locator('.photo').getByRole('status').waitFor() // the photo was looked at
  await at('candidate-0').filter({ hasText: '许花东' }).waitFor()
  await at('candidate-0').getByTestId('candidate-probability').filter({ hasText: /\d+ %/ }).waitFor()
  await look('register-filled')
  if (phone) {
    await at('register-first').click()
    await page.waitForFunction(() => document.querySelector('[data-testid=candidate-0]').getBoundingClientRect().top < innerHeight)
  }
  await page.keyboard.press('Control+Enter')
  await at('register-submit').click({ timeout: 2000 }).catch(() => {}) // sent already
  await page.waitForURL(/\/records\/[^/]+$/)
  await at('candidate-0').waitFor()
  await look('candidates')
  await at('candidate-0').getByTestId('candidate-open').click()
  await at('compare').getByTestId('evidence-for').waitFor()
  await look('compare')
  await at('open-case').click()
  await at('act-reason').or(at('case-story')).first().waitFor() // the service may have proposed such a pair itself
  if (await at('act-reason').count()) {
    await at('act-reason').fill('姓名和左眉疤痕吻合')
    await at('act-submit').click()
  }
  await at('case-story').waitFor()
  await look('case')
  assert.ok(Date.now() - started < 120_000)
})

story('a draft outlives a reload, a lost connection and an expired session', async ({ page, at, service, unique, enter, expect, context }) => {
  const person = await service.person(unique('draft'), 'STATION', { station: '演示救助管理站' })
  expect(/401|ERR_INTERNET_DISCONNECTED|Failed to load/)
  await enter(person)
  await page.goto('/register')
  await at('register-name-0').fill('秋玉兰')
  await page.waitForFunction(() => Object.values(localStorage).some((kept) => kept.includes('秋玉兰')))
  await page.reload()
  assert.equal(await at('register-name-0').inputValue(), '秋玉兰')
  await context.setOffline(true)
  await at('register-name-0').fill('秋玉兰花')
  await at('register-submit').click()
  await page.getByRole('alert').first().waitFor()
  await context.setOffline(false)
  await context.clearCookies()
  await at('register-submit').click()
  await at('login-password').fill(person.password)
  await at('login-submit').click()
  await at('login-password').waitFor({ state: 'detached' })
  assert.equal(await at('register-name-0').inputValue(), '秋玉兰花')
  assert.ok(await page.evaluate(() => Object.keys(localStorage).some((k) => k.startsWith('guitu.draft.'))))
})

story('a picture of 30 MB that is none is refused in words', async ({ page, at, service, unique, enter }) => {
  await enter(await service.person(unique('large'), 'STATION', {}))
  await page.goto('/register')
  await at('register-name-0').fill('张')
  await at('register-photo').setInputFiles({ name: 'large.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(30 << 20, 1) }, { timeout: 90_000 })
  await page.getByRole('alert').first().waitFor()
  assert.equal(await at('register-name-0').inputValue(), '张')
}, { sizes: ['desktop'] })

story('two people who change one record see both texts', async ({ page, at, service, unique, enter, look, expect }) => {
  const made = await service.call('POST', '/v1/records', { station: '演示救助管理站', foundPlace: { text: '四川省成都市' }, person: { names: [{ text: '李大勇', kind: 'HEARD' }], accent: '四川口音' } })
  expect(/409/)
  await enter(await service.person(unique('both'), 'STATION', {}))
  await page.goto(`/${made.name}/edit`)
  await page.waitForFunction(() => document.querySelector('[data-testid=register-name-0]')?.value === '李大勇')
  await at('register-name-0').fill('李达永')
  await service.call('PATCH', `/v1/${made.name}`, { person: { names: [{ text: '李大永', kind: 'LEGAL' }] } })
  await at('register-submit').click()
  await at('keep-mine').waitFor()
  await look('stale')
  await at('keep-mine').click()
  await page.waitForURL(new RegExp(`${made.name}$`))
  const now = await service.call('GET', `/v1/${made.name}`)
  assert.equal(now.person.names[0].text, '李达永')
}, { sizes: ['desktop'] })

story('a press on the body writes a mark, with the keyboard, too', async ({ page, at, service, unique, enter, look, locale }) => {
  await enter(await service.person(unique('body'), 'STATION', {}))
  await page.goto('/register')
  await page.getByRole('button', { name: locale === 'zh' ? '头部' : 'Head', exact: true }).first().click()
  const brow = page.getByRole('button', { name: locale === 'zh' ? '左眉' : 'left brow' })
  await brow.focus()
  await page.keyboard.press('Enter')
  assert.equal(await brow.getAttribute('aria-pressed'), 'true')
  assert.equal(await page.locator('.mark input').inputValue(), '左眉疤痕')
  await at('candidate-0').waitFor()
  await look('body')
})
