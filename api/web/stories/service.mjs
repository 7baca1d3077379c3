// Starts the real binary on a data folder of its own, with the demo's invented people.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const password = '雨后山间石板路旁的野花'

const pause = (ms) => new Promise((done) => setTimeout(done, ms))

export async function startService() {
  const home = await mkdtemp(join(tmpdir(), 'guitu-stories-'))
  const data = join(home, 'data')
  const service = { url: '', token: '', stop, call, person, restart: start }
  let child
  await start()
  await load('NOTICES', 'cmd/guitu/demo/notices.jsonl')
  await load('RECORDS', 'cmd/guitu/demo/records.jsonl')
  return service

  // start serves the folder, at the same address if it was served before.
  async function start() {
    const at = service.url ? new URL(service.url).host : '127.0.0.1:0'
    child = spawn(join(root, 'bin/guitu'), ['serve', '--data', data, '--http', at, '--grpc', '127.0.0.1:0', '--models', join(root, '.cache/models'), '--log-level', 'warn'],
      { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.on('data', (text) => (said += text))
    for (let tries = 0; !said.includes('Guitu serves'); tries++) {
      if (child.exitCode !== null || tries > 1200) throw new Error(`guitu did not start: ${said}`)
      await pause(50)
    }
    service.url = /http:\/\/[\d.:]+/.exec(said)[0]
    service.token = (await readFile(join(data, 'admin.token'), 'utf8')).trim()
    for (let ready = false; !ready; ready = (await fetch(`${service.url}/healthz`)).ok) await pause(50)
  }

  async function stop(keep = false) {
    child.kill('SIGTERM')
    if (child.exitCode === null) await new Promise((done) => child.once('exit', done))
    if (!keep) await rm(home, { recursive: true, force: true })
  }

  // call asks the API as the administrator, or as whose token is given.
  async function call(method, path, body, token = service.token) {
    const raw = typeof body === 'string'
    const response = await fetch(service.url + path, {
      method, headers: { Authorization: `Bearer ${token}`, 'Content-Type': raw ? 'application/x-ndjson' : 'application/json' },
      body: raw ? body : body && JSON.stringify(body),
    })
    const answer = await response.json()
    if (!response.ok) throw new Error(`${method} ${path}: ${answer.message}`)
    return answer
  }

  async function load(kind, file) {
    const { name } = await call('POST', `/v1/imports?kind=${kind}&format=JSONL`, await readFile(join(root, file), 'utf8'))
    for (let state = ''; state !== 'DONE'; ({ state } = await call('GET', `/v1/${name}`))) await pause(50)
  }

  // person makes an account whose first password is changed already, unless fresh.
  async function person(login, role, { fresh = false, ...more } = {}) {
    const areas = ['SUPERVISOR', 'ADMIN', 'AUDITOR'].includes(role) ? ['*'] : ['51', '50', '53', '52', '34']
    const user = await call('POST', '/v1/users', { user: { login, role, areas, displayName: more.displayName ?? login, station: more.station }, password: 'first-password-1' })
    if (fresh) return { ...user, password: 'first-password-1' }
    const { token } = await call('POST', '/v1/sessions', { login, password: 'first-password-1' })
    await call('POST', '/v1/users/me:changePassword', { oldPassword: 'first-password-1', newPassword: password }, token)
    return { ...user, password, token }
  }
}
