import { story } from './harness.mjs'

story('a table is checked, then imported, and its wrong rows are said', async ({ page, at, service, unique, enter, look }) => {
  const id = unique('row')
  await enter(await service.person(id, 'POLICE', { displayName: '民警白露' }))
  await page.goto('/imports')
  await at('import-file').setInputFiles({ name: '三月名单.csv', mimeType: 'text/csv', buffer: Buffer.from(
    `某县失踪人员登记表,,,\n编号,姓名,年龄,失踪地点\n${id}-1,宋小竹,40岁左右,四川省成都市武侯区\n${id}-2,何青,很大,四川省成都市武侯区\n合计,2人,,\n`) })
  await at('import-check').click()
  await page.locator('article', { hasText: /仅检查|checked only/ }).getByTestId('import-errors').waitFor()
  await look('imports-check')
  await at('import-run').click()
  await page.locator('article', { hasText: /：新增 1|: 1 new/ }).getByTestId('import-errors').waitFor()
  await look('imports')
  await at('import-undo').click()
  await at('import-undo-yes').click()
  await page.locator('article', { hasText: /已撤回 1 行|1 rows taken back/ }).waitFor()
})
