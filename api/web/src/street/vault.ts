// The vault keeps what was written on this device until it is sent, encrypted: it is about
// people, and a phone can be lost. The key is made by the browser, cannot be taken out of
// it, and goes with the entries.

const NAME = 'guitu-street'

export interface Entry<T> {
  id: number // in the order of writing
  value: T
}

// Vault holds values of one owner, each under a number that grows.
export interface Vault<T> {
  lasts: boolean // what is kept is there when the page is opened again
  add(value: T): Promise<number>
  set(id: number, value: T): Promise<void>
  remove(id: number): Promise<void>
  all(): Promise<Entry<T>[]>
}

interface Row {
  id?: number
  owner: string
  iv: Uint8Array<ArrayBuffer>
  data: ArrayBuffer
}

const done = <R>(request: IDBRequest<R>) => new Promise<R>((yes, no) => {
  request.onsuccess = () => yes(request.result)
  request.onerror = () => no(request.error ?? new Error('the device keeps nothing'))
})

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1)
  request.onupgradeneeded = () => {
    request.result.createObjectStore('keys')
    request.result.createObjectStore('entries', { keyPath: 'id', autoIncrement: true })
  }
  return done(request)
}

async function keyOf(db: IDBDatabase, owner: string): Promise<CryptoKey> {
  const held = await done(db.transaction('keys').objectStore('keys').get(owner)) as CryptoKey | undefined
  if (held) return held
  const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  const store = db.transaction('keys', 'readwrite').objectStore('keys')
  const meanwhile = await done(store.get(owner)) as CryptoKey | undefined // of another window
  if (!meanwhile) await done(store.put(fresh, owner))
  return meanwhile ?? fresh
}

// memory is for a browser that has no cryptography here (a page without TLS) or no storage:
// nothing is written down unencrypted.
function memory<T>(): Vault<T> {
  const held = new Map<number, T>()
  let last = 0
  return {
    lasts: false,
    add: async (value) => (held.set(++last, value), last),
    set: async (id, value) => void held.set(id, value),
    remove: async (id) => void held.delete(id),
    all: async () => [...held].map(([id, value]) => ({ id, value })),
  }
}

// openVault is the vault of one reader on this device.
export async function openVault<T>(owner: string): Promise<Vault<T>> {
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB) return memory()
  let db: IDBDatabase
  let key: CryptoKey
  try {
    db = await open()
    key = await keyOf(db, owner)
  } catch {
    return memory()
  }
  const entries = (mode: IDBTransactionMode) => db.transaction('entries', mode).objectStore('entries')
  async function seal(value: T): Promise<Row> {
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(value)))
    return { owner, iv, data }
  }
  async function unseal(row: Row): Promise<Entry<T> | undefined> {
    try {
      const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.iv }, key, row.data)
      return { id: row.id!, value: JSON.parse(new TextDecoder().decode(text)) as T }
    } catch {
      return undefined // of a key that is gone: nobody can read it any more
    }
  }
  return {
    lasts: true,
    add: async (value) => { const row = await seal(value); return Number(await done(entries('readwrite').add(row))) },
    set: async (id, value) => { const row = await seal(value); await done(entries('readwrite').put({ ...row, id })) },
    remove: async (id) => void (await done(entries('readwrite').delete(id))),
    async all() {
      const rows = (await done(entries('readonly').getAll()) as Row[]).filter((r) => r.owner === owner)
      return (await Promise.all(rows.map(unseal))).filter((e) => e !== undefined)
    },
  }
}

// destroy takes everything off this device, keys and all, whoever wrote it.
export async function destroy() {
  if (!globalThis.indexedDB) return
  const db = await open().catch(() => undefined)
  if (!db) return
  await done(db.transaction('entries', 'readwrite').objectStore('entries').clear())
  await done(db.transaction('keys', 'readwrite').objectStore('keys').clear())
  db.close()
}
