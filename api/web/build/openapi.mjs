// The service's OpenAPI 2.0 document as 3.0, put together as the gateway does it:
// the calls that the .proto files describe, and the uploads that they cannot.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import converter from 'swagger2openapi'

const api = new URL('../../', import.meta.url)
export const sources = ['guitu/v1/openapi.swagger.json', 'gateway/uploads.json'].map((path) => fileURLToPath(new URL(path, api)))

export async function openAPI() {
  const [document, uploads] = await Promise.all(sources.map(async (path) => JSON.parse(await readFile(path, 'utf8'))))
  for (const [path, calls] of Object.entries(uploads)) document.paths[path] = { ...document.paths[path], ...calls }
  for (const [path, calls] of Object.entries(document.paths)) {
    for (const call of Object.values(calls)) { // users/me is a name with nothing to fill in
      call.parameters = call.parameters?.filter((p) => p.in !== 'path' || path.includes(`{${p.name}}`))
    }
  }
  const { openapi } = await converter.convertObj(document, { patch: true, warnOnly: true })
  return openapi
}
