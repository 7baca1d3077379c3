import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { story } from './harness.mjs'

story('a table is checked, corrected, imported, and taken back', async ({ page, at, service, unique, enter, look, context }) => {
  const id = unique('row')
  await enter(await service.person(id, 'POLICE', { displayName: '民警白露' }))
  await page.goto('/imports')
  const got = async (handle) => (await context.request.get(await at(handle).first().getAttribute('href'))).text()
  assert.match(await got('import-template'), /^PK/)
  await at('import-file').setInputFiles({ name: '三月名单.csv', mimeType: 'text/csv', buffer: Buffer.from(
    `某县失踪人员登记表,,,,\n编号,姓名,年龄,失踪地点,档案袋\n${id}-1,宋小竹,40岁左右,四川省成都市武侯区,左眉有疤\n${id}-2,何青,很大,四川省成都市武侯区,\n合计,2人,,,\n`) })
  await at('import-check').click()
  await at('import-mapping').waitFor()
  await at('import-checked').getByTestId('import-errors').waitFor()
  assert.match(await got('import-error-file'), /何青/)
  await at('import-mapping').locator('tr', { hasText: '档案袋' }).locator('select').selectOption('marks')
  await at('import-recheck').click()
  await at('import-preview').getByText('左眉有疤').waitFor()
  await at('import-checked').getByText(/比对了 1 行|1 rows that would be new/).waitFor()
  await look('imports-check')
  await at('import-run-checked').click()
  await page.locator('article', { hasText: /：新增 1|: 1 new/ }).getByTestId('import-errors').waitFor()
  await look('imports')
  await at('import-undo').click()
  await at('import-undo-yes').click()
  await page.locator('article', { hasText: /已撤回 1 行|1 rows taken back/ }).waitFor()
})

story('a folder comes in, and three hundred mistakes scroll after a reload', async ({ page, at, service, unique, enter, look }) => {
  const id = unique('folder')
  await enter(await service.person(id, 'POLICE', { displayName: '民警白露' }))
  await page.goto('/imports')
  const folder = await mkdtemp(join(tmpdir(), 'guitu-folder-'))
  try {
    const rows = Array.from({ length: 600 }, (_, n) => `${id}-${n},许花东,${n % 2 ? '很大' : '40'},四川省成都市武侯区\n`)
    await writeFile(join(folder, '名单.csv'), `编号,姓名,年龄,失踪地点\n${rows.join('')}`)
    await writeFile(join(folder, '说明.docx'), 'x')
    await writeFile(join(folder, `${id}-9999.jpg`), 'a picture of nobody')
    await at('import-folder').setInputFiles(folder)
    await page.getByText(/\.zip/).first().waitFor()
    await at('import-check').click()
    await at('import-checked').getByTestId('import-errors').waitFor()
    await page.reload()
    const errors = at('import-errors').first()
    await errors.getByText(/^300 /).waitFor() // all are there to scroll to
    const table = errors.getByRole('region').first()
    await table.evaluate((e) => (e.scrollTop = e.scrollHeight))
    await errors.getByRole('cell', { name: '601', exact: true }).waitFor()
    await look('imports-folder')
  } finally {
    await rm(folder, { recursive: true })
  }
}, { locales: ['zh'] })

story('a check shows beside each other a row and who is held already', async ({ page, at, service, unique, enter, look }) => {
  const id = unique('likely')
  await enter(await service.person(id, 'POLICE', { displayName: '民警白露' }))
  await page.goto('/imports')
  const table = (number) => ({ name: '名单.csv', mimeType: 'text/csv', buffer: Buffer.from(`编号,姓名,性别,出生日期,籍贯,失踪时间,失踪地点,体貌特征\n${number},慕容秋水,女,1971-04-09,四川省成都市武侯区,2018-06-02,四川省成都市武侯区,左眉有疤\n`) })
  await at('import-file').setInputFiles(table(`${id}-a`))
  await at('import-run').click()
  await page.locator('article', { hasText: /：新增 1|: 1 new/ }).waitFor()
  await at('import-file').setInputFiles(table(`${id}-b`))
  await at('import-check').click()
  const pair = at('import-likely').locator('li').first()
  await pair.getByText('慕容秋水').waitFor()
  await pair.getByTestId('import-likely-open').click()
  await pair.getByText('慕容秋水').nth(1).waitFor()
  await look('imports-likely')
})

story('an export says what it is for, and is downloaded', async ({ page, at, service, unique, enter, look, context }) => {
  await enter(await service.person(unique('export'), 'POLICE', { displayName: '民警白露' }))
  await page.goto('/exports')
  await page.locator('summary').click()
  await page.locator('summary ~ .columns input[value=name]').check()
  await page.locator('summary ~ .columns input[value=eventPlace]').check()
  await page.getByText('CSV', { exact: false }).first().click()
  assert.ok(await at('export-run').isDisabled())
  await at('export-purpose').fill('核对演示名单')
  await look('export')
  await at('export-run').click()
  await at('export-file').waitFor()
  const file = await (await context.request.get(await at('export-file').getAttribute('href'))).text()
  assert.match(file, /许花东/)
  assert.doesNotMatch(file, /疤/)
  await look('exports')
}, { sizes: ['desktop', 'phone'], locales: ['zh'] })
