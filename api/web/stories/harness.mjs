// What a story of the page is told with: a browser of the wanted size and language, a
// reader who is logged in, and a look that keeps a picture and asks axe about it.
import { mkdir } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import AxeBuilder from '@axe-core/playwright'
import { chromium } from 'playwright-core'
import { startService } from './service.mjs'

const output = fileURLToPath(new URL('output/', import.meta.url))
const sizes = { desktop: { width: 1366, height: 768 }, phone: { width: 390, height: 844 } }
const locales = ['zh', 'en']
const chromiumFlags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

const stories = []

// usual are the tellings of a story: both sizes in Chinese, and English, whose words are the
// longer ones, at the narrower. What English does at the wider is looked at in screens.story.mjs.
const usual = [['desktop', 'zh'], ['phone', 'zh'], ['phone', 'en']]

// story tells one as usual, or in the sizes and languages that only says.
export function story(title, tell, only) {
  const tellings = only ? (only.sizes ?? Object.keys(sizes)).flatMap((size) => (only.locales ?? locales).map((locale) => [size, locale])) : usual
  stories.push({ title, tell, tellings })
}

export async function run(wanted) {
  await mkdir(output, { recursive: true })
  const service = await startService()
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: chromiumFlags })
  try {
    for (const s of stories) {
      for (const [size, locale] of s.tellings) {
        const name = `${s.title} (${size}, ${locale})`
        if (name.includes(wanted)) await test(name, () => tellWithPatience(s, { service, browser, size, locale }, name))
      }
    }
  } finally {
    await browser.close()
    await service.stop()
  }
}

// tellWithPatience tells a story once more if it waited in vain: beside other work a machine
// may be that slow. What fails otherwise, or twice, fails; a story told twice is said.
async function tellWithPatience(s, stage, name) {
  try {
    await tellOne(s, stage)
  } catch (err) {
    if (err.name !== 'TimeoutError') throw err
    console.log(`waited in vain, told once more: ${name}\n${err.stack}`)
    await tellOne(s, stage)
  }
}

let made = 0

async function tellOne(s, { service, browser, size, locale }) {
  const context = await browser.newContext({ viewport: sizes[size], baseURL: service.url, hasTouch: size === 'phone', locale: 'zh-CN', timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce' }) // what is half faded has no contrast to be asked about
  await context.addInitScript((l) => localStorage.getItem('guitu.settings') || localStorage.setItem('guitu.settings', JSON.stringify({ locale: l, toured: true })), locale)
  const page = await context.newPage()
  const faults = []
  const expected = []
  page.on('console', (m) => {
    if (['error', 'warning'].includes(m.type()) && !expected.some((e) => e.test(m.text()))) faults.push(`console: ${m.text()}`)
  })
  page.on('pageerror', (err) => faults.push(`script: ${err.message}`))
  page.on('request', (r) => {
    if (!r.url().startsWith(service.url) && !/^(blob|data):/.test(r.url())) faults.push(`left the origin: ${r.url()}`)
  })
  const helper = {
    page, context, service, size, locale, phone: size === 'phone',
    at: (id) => page.getByTestId(id),
    // expect lets a message in the console pass that the story brings about.
    expect: (pattern) => expected.push(pattern),
    // unique makes a login that no other run of a story has.
    unique: (word) => `${word}-${++made}`,
    // enter logs a person in as the page does, without its form.
    async enter(person) {
      const answer = await context.request.post('/v1/sessions', { data: { login: person.login, password: person.password, cookie: true } })
      if (!answer.ok()) throw new Error(await answer.text())
      await context.addInitScript(() => localStorage.setItem('guitu.session', '1'))
    },
    // nav goes to a screen by the menu, which is a drawer on a phone.
    async nav(route) {
      if (size === 'phone') await page.getByTestId('nav-menu').click()
      await page.getByTestId(`nav-${route}`).click()
    },
    // look waits for what moves to end, keeps a picture and fails if axe finds what is serious or critical.
    async look(name, { axe = true, ...more } = {}) {
      await page.waitForFunction(() => document.getAnimations().every((a) => a.playState !== 'running' || a.effect.getComputedTiming().endTime === Infinity))
      await page.screenshot({ path: `${output}${name}-${size}-${locale}.png`, fullPage: true, ...more })
      if (!axe) return
      const { violations } = await new AxeBuilder({ page }).analyze()
      const serious = violations.filter((v) => ['serious', 'critical'].includes(v.impact))
      for (const v of serious) faults.push(`axe, ${name}: ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => `${n.target} ${n.failureSummary}`).join(' | ')}`)
    },
  }
  page.setDefaultTimeout(30_000)
  try {
    await s.tell(helper)
  } catch (err) {
    await page.screenshot({ path: `${output}failed-${s.title.replaceAll(/\W+/g, '-')}-${size}-${locale}.png` }).catch(() => {})
    if (faults.length) err.message += `\n${faults.join('\n')}`
    throw err
  } finally {
    await context.close()
  }
  if (faults.length) throw new Error(faults.join('\n'))
}
