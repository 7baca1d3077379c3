// Tells every story in this folder, or those whose title has the words given.
//   npm run stories -- "first password"
import { readdir } from 'node:fs/promises'
import { run } from './harness.mjs'

const here = new URL('./', import.meta.url)
for (const file of (await readdir(here)).sort()) {
  if (file.endsWith('.story.mjs')) await import(new URL(file, here))
}
await run(process.argv.slice(2).join(' '))
