import { story } from './harness.mjs'

story('one box finds both sides', async ({ page, at, service, unique, enter, look }) => {
  await enter(await service.person(unique('search'), 'SUPERVISOR', { displayName: '主管周敏' }))
  await page.goto('/today')
  await at('search-box').fill('许花东')
  await at('search-box').press('Enter')
  await page.getByRole('link', { name: '许花东' }).first().waitFor()
  await look('search')
})
