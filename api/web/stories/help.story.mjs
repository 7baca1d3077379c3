import { story } from './harness.mjs'

story('the first day and the terms', async ({ page, service, unique, enter, look }) => {
  await enter(await service.person(unique('help'), 'STATION', { displayName: '关小雨' }))
  await page.context().addInitScript(() => localStorage.setItem('guitu.settings', JSON.stringify({ ...JSON.parse(localStorage.getItem('guitu.settings')), toured: false })))
  await page.goto('/today')
  await page.getByRole('complementary').waitFor()
  await look('tour')
  await page.getByRole('complementary').getByRole('button').click()
  await page.getByRole('complementary').waitFor({ state: 'detached' })
  await page.goto('/help')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await look('help')
})
