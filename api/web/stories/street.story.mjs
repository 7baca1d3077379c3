import assert from 'node:assert/strict'
import { story } from './harness.mjs'

const station = '演示救助管理站'

// rawVault is what lies in the browser's storage, as text.
const rawVault = (page) => page.evaluate(async () => {
  const done = (r) => new Promise((yes, no) => { r.onsuccess = () => yes(r.result); r.onerror = () => no(r.error) })
  const db = await done(indexedDB.open('guitu-street'))
  const rows = await done(db.transaction('entries').objectStore('entries').getAll())
  db.close()
  return { rows: rows.length, text: rows.map((r) => new TextDecoder('utf-8').decode(r.data)).join() }
})

story('a patrol works without a connection, and all is sent once when it is back', async ({ page, at, service, unique, enter, look, context, expect }) => {
  expect(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to (load|fetch)/)
  const seen = unique('桥洞里一位老人，没有鞋')
  await context.grantPermissions(['geolocation'])
  await context.setGeolocation({ latitude: 29.5571, longitude: 106.5773 })
  await enter(await service.person(unique('xun'), 'PATROL', { displayName: '巡查员小秦', station }))
  await page.goto('/')
  await at('round-new').click()
  await at('round-place').fill('重庆市渝中区')
  await at('round-start').click()
  await at('round-out').waitFor()
  await at('outbox').waitFor({ state: 'detached' })
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
  await page.waitForFunction(() => navigator.serviceWorker.controller)

  await context.setOffline(true)
  await at('lead-new').click()
  await at('lead-place').fill('重庆市渝中区大桥下')
  await at('urgent-COLD').click()
  await at('urgent-OLD').click()
  await at('lead-seen').fill(seen)
  await at('outcome-ESCORTED_IN').click()
  await look('lead-form')
  await at('lead-submit').click()
  await at('outbox').waitFor()
  const kept = await rawVault(page)
  assert.equal(kept.rows, 2)
  assert.doesNotMatch(kept.text, /桥/)
  await page.reload() // the page opens, and nothing is lost
  await at('outbox').waitFor()
  await look('street-offline')
  await at('user-menu').click()
  await at('logout').click()
  await page.getByRole('dialog').getByText('2 条', { exact: false }).waitFor()
  await page.getByRole('dialog').getByRole('button', { name: '取消' }).click()

  await context.setOffline(false)
  await at('outbox').waitFor({ state: 'detached' })
  assert.equal((await rawVault(page)).rows, 0)
  const { leads } = await service.call('GET', '/v1/leads?pageSize=200')
  const mine = leads.filter((l) => l.circumstances === seen)
  assert.equal(mine.length, 1)
  assert.equal(`${mine[0].state} ${mine[0].outcome} ${mine[0].round.slice(0, 7)}`, 'CLOSED ESCORTED_IN rounds/')
}, { sizes: ['phone'], locales: ['zh'] })

story('the same person seen twice is proposed, and a lead becomes a record', async ({ page, at, service, unique, enter, look }) => {
  const person = await service.person(unique('zhan'), 'STATION', { displayName: '值班员小何', station })
  const lead = (more) => ({ source: 'CITIZEN', place: { text: '重庆市渝中区' }, person: { names: [{ text: unique('莫小棉'), kind: 'HEARD' }], sex: 'FEMALE', ageMin: 70, ageMax: 76, appearance: '右手背有烫伤疤痕，左腿跛' }, circumstances: '在车站徘徊', ...more })
  const first = lead({ urgency: ['COLD'] })
  await service.call('POST', '/v1/leads', first, person.token)
  const again = await service.call('POST', '/v1/leads', { ...first, circumstances: '又在车站' }, person.token)
  await enter(person)
  await page.goto(`/${again.name}`)
  await at('lead-proposals').waitFor()
  await look('lead')
  await at('lead-same').first().click()
  await at('lead-proposals').waitFor({ state: 'detached' })
  await at('act-leads-REGISTER').click()
  await at('act-submit').click()
  await page.waitForURL('**/records/*')
  await at('admit').waitFor()
}, { locales: ['zh'] })
