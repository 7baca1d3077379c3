import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { body, client, hooks, type Schemas } from '@/api/client'
import { ApiError, Code } from '@/api/error'
import { forgetDrafts } from '@/register/drafts'
import { forgetWho, keepWho, outsideOnly, whoKept } from './offline'

export type User = Schemas['v1User']

// out: nobody; unproven: the first password is to be changed; in; expired: the page stays
// as it is until its reader logs in again.
type State = 'out' | 'unproven' | 'in' | 'expired'

// Whether this browser has a session to ask for: the cookie itself is not to be read, and
// asking without one would be an error.
const HINT = 'guitu.session'

const hint = {
  get: () => localStorage.getItem(HINT) === '1',
  set: (yes: boolean) => (yes ? localStorage.setItem(HINT, '1') : localStorage.removeItem(HINT)),
}

// useSession is who works with the page, and what they may call. The token itself is in
// a cookie that no script can read.
export const useSession = defineStore('session', () => {
  const state = ref<State>('out')
  const user = ref<User>()
  const calls = ref<ReadonlySet<string>>(new Set())
  const purpose = ref('')
  const connected = ref(true)
  let beginning: Promise<void> | undefined

  hooks.purpose = () => purpose.value
  hooks.connected = (yes) => (connected.value = yes)
  hooks.expired = () => {
    if (state.value !== 'out') state.value = 'expired'
  }

  // begun waits until it is known whether this browser has a session.
  function begun() {
    beginning ??= (hint.get() ? read() : Promise.resolve()).catch((err: unknown) => {
      if (!(err instanceof ApiError) || err.code !== Code.unauthenticated) beginning = undefined // to be asked again
      else hint.set(false)
      if (err instanceof ApiError && err.offline) goOn(whoKept())
    })
    return beginning
  }

  async function read() {
    const session = await body(client.GET('/v1/sessions/{session}', { params: { path: { session: 'current' } } }))
    keepWho(session)
    goOn(session)
  }

  // goOn works as whom the service said, also when it is out of reach now.
  function goOn(session: Pick<Schemas['v1Session'], 'user' | 'calls'> | undefined) {
    if (!session) return
    user.value = session.user
    calls.value = new Set(session.calls)
    state.value = session.user?.mustChangePassword ? 'unproven' : 'in'
  }

  // login lets a person in. Another one than before begins with a page of their own.
  async function login(login: string, password: string) {
    const before = state.value === 'expired' ? me.value : ''
    await client.POST('/v1/sessions', { body: { login, password, cookie: true } })
    hint.set(true)
    await read()
    if (before && before !== me.value) location.assign('/')
  }

  async function changePassword(oldPassword: string, newPassword: string) {
    await client.POST('/v1/users/me:changePassword', { body: { oldPassword, newPassword } })
    await read()
  }

  async function logout() {
    await client.DELETE('/v1/sessions/{session}', { params: { path: { session: 'current' } } })
    forget()
  }

  // lock ends the session of a reader who has left, and keeps the page for their return.
  async function lock() {
    if (state.value !== 'in' || (!connected.value && outsideOnly(calls.value))) return // without a connection nobody could come back in
    state.value = 'expired'
    await client.DELETE('/v1/sessions/{session}', { params: { path: { session: 'current' } } }).catch(() => {}) // it ends by itself, too
  }

  // leaving is for a reader who goes to an identity provider and comes back with a session.
  const leaving = () => hint.set(true)

  function forget() {
    hint.set(false)
    state.value = 'out'
    user.value = undefined
    calls.value = new Set()
    purpose.value = ''
    forgetDrafts()
    forgetWho()
    void import('@/street/leave').then(({ leaveStreet }) => leaveStreet())
  }

  // may reports whether the reader may make one of the calls; everybody may make none.
  const may = (...needed: string[]) => needed.length === 0 || needed.some((call) => calls.value.has(call))

  // wanted is where to go after the login: an address of the page, never of another site.
  const wanted = (to: unknown) => (typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : '/today')

  const me = computed(() => user.value?.name ?? '')
  return { state, user, me, calls, purpose, connected, begun, read, login, changePassword, logout, lock, leaving, forget, may, wanted }
})
