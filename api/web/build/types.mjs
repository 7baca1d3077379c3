// Writes src/api/schema.d.ts: every path and message of the API as types. It is made
// anew by every build, so that it cannot lag behind the contract.
import { writeFile } from 'node:fs/promises'
import openapiTS, { astToString } from 'openapi-typescript'
import { openAPI } from './openapi.mjs'

const nodes = await openapiTS(await openAPI(), { alphabetize: true })
await writeFile(new URL('../src/api/schema.d.ts', import.meta.url), astToString(nodes))
