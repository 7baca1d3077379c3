import assert from 'node:assert/strict'
import { story } from './harness.mjs'

const station = '演示救助管理站'

// anybody makes a record of an invented person, and returns its name.
const anybody = async (service, unique) => (await service.call('POST', '/v1/records', {
  station, foundDate: '2026-11-20', foundPlace: { text: '重庆市渝中区' }, person: { names: [{ text: `柳${unique('阿')}`, kind: 'HEARD' }], sex: 'FEMALE', ageMin: 70, ageMax: 76 },
})).name

// sign draws a line on the last signature pad of what is open.
async function sign(page, pad) {
  await pad.scrollIntoViewIfNeeded()
  const box = await pad.boundingBox()
  await page.mouse.move(box.x + 30, box.y + 60)
  await page.mouse.down()
  for (const [x, y] of [[60, 100], [90, 40], [130, 90], [180, 50]]) await page.mouse.move(box.x + x, box.y + y, { steps: 3 })
  await page.mouse.up()
}

story('a person is admitted, taken to a hospital and back, and collected by the family', async ({ page, at, service, unique, enter, look, context, expect }) => {
  expect(/400/) // a leaving without what its way requires is refused
  const person = await service.person(unique('zhan'), 'STATION', { displayName: '值班员小何', station })
  const record = await anybody(service, unique)
  await enter(person)
  await page.goto(`/${record}`)
  await at('admit').click()
  await at('admit-health').fill('体温 36.5，左手冻伤')
  await page.locator('label.el-radio-button').nth(2).click() // brought by police: who brought them signs
  await page.locator('label.el-checkbox-button').nth(1).click()
  assert.ok(await at('admit-submit').isDisabled())
  await at('signer-BRINGER-name').fill('白警官')
  await at('signer-BRINGER-unit').fill('解放碑派出所')
  await sign(page, page.locator('canvas').first())
  await at('given-add').click()
  await at('given-name-0').fill('布包')
  await look('admit')
  await at('admit-submit').click()
  await at('act-stays-HOSPITAL').click()
  await at('act-unit').fill('市三院')
  await at('act-submit').click()
  await at('act-stays-BACK').click()
  await at('act-submit').click()
  await at('act-stays-HOSPITAL').waitFor()
  await at('act-stays-LEAVE').click()
  await at('signer-COLLECTOR-name').fill('柳大')
  await at('signer-COLLECTOR-idNumber').fill('500103199001010000')
  await at('signer-COLLECTOR-relation').fill('儿子')
  await sign(page, page.getByRole('dialog').locator('canvas'))
  await look('leave', { fullPage: false })
  await at('act-submit').click()
  await page.getByRole('dialog').getByRole('alert').waitFor() // the document and the proof were not said: the station's rules want them
  for (const f of ['idKind', 'proof']) {
    await at(`signer-COLLECTOR-${f}`).click()
    await page.locator('.el-select-dropdown:visible li').first().click()
  }
  await at('act-submit').click()
  await at('journey').locator('.LEFT').waitFor()
  await at('journey').locator('summary').click()
  await at('history').locator('img').first().waitFor()
  const image = await context.request.get(await at('history').locator('img').first().getAttribute('src'))
  assert.match(image.headers()['content-type'], /^image\//)
  await look('journey')
}, { locales: ['zh'] })

story('an escort is planned, sets out, and is confirmed by its code where it arrives, though the line is cut', async ({ page, at, service, unique, enter, look, context, expect }) => {
  expect(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to (load|fetch)/)
  const there = unique('昭阳救助站')
  const [from, to] = [await service.person(unique('zhan'), 'STATION', { station }), await service.person(unique('there'), 'STATION', { station: there })]
  const record = await anybody(service, unique)
  const stay = await service.call('POST', '/v1/stays', { record, arrival: 'CITIZEN', categories: ['OLD'] }, from.token)
  await enter(from)
  await page.goto(`/${stay.name}/escort`)
  await page.getByRole('combobox').first().fill('云南省昭通市昭阳区')
  await at('escort-unit').fill(there)
  await at('escort-people').fill('安伟')
  assert.ok(await at('escort-submit').isDisabled()) // an old woman needs two
  await at('escort-people').fill('安伟、卜青')
  await look('escort-plan')
  await at('escort-submit').click()
  await at('act-escorts-DEPART').click()
  await at('act-submit').click()
  const code = (await at('escort-code').innerText()).trim()
  await look('escort-code', { fullPage: false })
  assert.match(code, /^\d{6}$/)
  await enter(to)
  await page.goto('/escorts')
  await at('row-0').click()
  await at('act-escorts-HAND_OVER').click()
  await at('act-code').fill(code)
  await context.setOffline(true)
  await at('act-submit').click()
  await at('outbox').waitFor()
  await look('escort-offline')
  await context.setOffline(false)
  await page.locator('article .HANDED_OVER').waitFor()
  await at('outbox').waitFor({ state: 'detached' })
  await look('escort')
}, { locales: ['zh'] })
