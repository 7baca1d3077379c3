// Measures what a reader waits for on an old computer, its processor four times as slow as
// this one (nothing is asserted: a busy machine says nothing of the page):
//   npm run measure
// How long from the address until today's list can be pressed, how long scripts held the
// page up meanwhile, and how many frames a second a list of 10,000 scrolls at.
import { chromium } from 'playwright-core'
import { startService } from './service.mjs'

const slower = 4
const length = 10_000
const service = await startService()
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
try {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, baseURL: service.url })
  const person = await service.person('measure', 'SUPERVISOR')
  await context.request.post('/v1/sessions', { data: { login: person.login, password: person.password, cookie: true } })
  await context.addInitScript(() => {
    localStorage.setItem('guitu.session', '1')
    localStorage.setItem('guitu.settings', JSON.stringify({ locale: 'zh', toured: true }))
    globalThis.held = 0
    new PerformanceObserver((list) => list.getEntries().forEach((e) => (globalThis.held += Math.max(0, e.duration - 50)))).observe({ type: 'longtask', buffered: true })
  })
  const page = await context.newPage()
  page.setDefaultTimeout(120_000)
  await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: slower })

  await page.goto('/today')
  await page.getByTestId('today-row-0').getByRole('button').or(page.getByTestId('today-row-0').getByRole('link')).first().click({ trial: true })
  const [ready, held] = await page.evaluate(() => [performance.now(), globalThis.held])
  console.log(`today can be pressed after ${(ready / 1000).toFixed(1)} s, held up for ${Math.round(held)} ms, at ${slower} times slower`)

  await page.route('**/v1/notices?*', (route) => {
    const from = Number(new URL(route.request().url()).searchParams.get('pageToken') ?? 0)
    const notices = Array.from({ length: 1000 }, (_, i) => ({
      name: `notices/n${from + i}`, externalId: `n-${from + i}`, missingDate: '2019-03', missingPlace: { text: '四川省成都市武侯区' }, status: 'OPEN',
      person: { sex: 'MALE', names: [{ text: `许花东${from + i}` }], marks: [{ text: '左眉上方有一道疤' }] },
    }))
    return route.fulfill({ json: { notices, nextPageToken: from + 1000 < length ? String(from + 1000) : '' } })
  })
  await page.goto('/search')
  await page.getByTestId('browse-notices').click()
  await page.locator(`table[aria-rowcount="${length + 1}"]`).waitFor()
  const rate = await page.evaluate(() => new Promise((done) => {
    const box = document.querySelector('.virtual')
    const begun = performance.now()
    let frames = 0
    requestAnimationFrame(function step() {
      box.scrollTop += 90
      frames++
      const passed = performance.now() - begun
      if (passed < 3000) requestAnimationFrame(step)
      else done((frames * 1000) / passed)
    })
  }))
  console.log(`a list of ${length} scrolls at ${rate.toFixed(0)} frames a second, at ${slower} times slower`)
} finally {
  await browser.close()
  await service.stop()
}
