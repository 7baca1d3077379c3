import assert from 'node:assert/strict'
import { story } from './harness.mjs'

// What of a screen sticks out of its place: the page beyond the window, a word beyond its box.
const sticksOut = () => [
  ...(document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['the page'] : []),
  ...[...document.querySelectorAll('nav a, h1, h2, button, dt, label')].filter((e) => e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent.trim()),
]

story('no screen of the menu cuts its words', async ({ page, service, unique, enter, look }) => {
  await enter(await service.person(unique('screens'), 'ADMIN', { displayName: '管理员高远' }))
  await page.goto('/today')
  const entries = page.locator('nav a')
  await entries.first().waitFor()
  const paths = await entries.evaluateAll((list) => list.map((a) => a.getAttribute('href')))
  assert.ok(paths.length > 10, paths.join(' '))
  for (const path of paths) {
    await page.locator(`nav a[href="${path}"]`).click()
    await page.waitForURL((url) => url.pathname === path)
    await page.locator('main h1').first().waitFor()
    await page.waitForFunction(() => !document.querySelector('main .skeleton'))
    assert.deepEqual(await page.evaluate(sticksOut), [], path)
    await look(`screen${path.replaceAll('/', '-')}`, { axe: false }) // told of each screen by its own story
  }
}, { sizes: ['desktop'], locales: ['en'] })
