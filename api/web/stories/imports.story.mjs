import { story } from './harness.mjs'

story('a file is imported and its wrong rows are said', async ({ page, at, service, unique, enter, look }) => {
  const id = unique('row')
  await enter(await service.person(id, 'POLICE', { displayName: '民警白露' }))
  await page.goto('/imports')
  await at('import-file').setInputFiles({ name: '三月名单.jsonl', mimeType: 'application/x-ndjson', buffer: Buffer.from(
    `{"externalId": "${id}-1", "source": "测试", "person": {"names": [{"text": "宋小竹"}]}}\n{"externalId": "${id}-2", "person": {"names": [{"text": "何青"}], "ageMin": 400}}\n`) })
  await at('import-run').click()
  await at('import-errors').first().waitFor()
  await at('import-errors').first().click()
  await look('imports')
})
