// worker writes sw.js: the service worker of those who work in the street or in a village, with the list
// of what their screens need without a connection. It keeps files of the page, never an
// answer of the API.
const source = (files, version) => `const kept = 'guitu-${version}'
const files = ${JSON.stringify(files)}
self.addEventListener('install', (e) => e.waitUntil(caches.open(kept).then((c) => c.addAll(files)).then(() => self.skipWaiting())))
self.addEventListener('activate', (e) => e.waitUntil(caches.keys()
  .then((names) => Promise.all(names.filter((n) => n !== kept).map((n) => caches.delete(n)))).then(() => self.clients.claim())))
self.addEventListener('fetch', (e) => {
  const url = new URL(e.request.url)
  if (e.request.method !== 'GET' || url.origin !== location.origin) return
  if (e.request.mode === 'navigate') e.respondWith(fetch(e.request).catch(() => caches.match('/')))
  else if (files.includes(url.pathname)) e.respondWith(caches.match(url.pathname).then((held) => held ?? fetch(e.request)))
})
`

export function worker() {
  return {
    name: 'guitu-worker',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const chunks = Object.values(bundle).filter((f) => f.type === 'chunk')
        const wanted = new Set()
        const add = (chunk) => {
          if (!chunk || wanted.has(chunk.fileName)) return
          wanted.add(chunk.fileName)
          for (const css of chunk.viteMetadata?.importedCss ?? []) wanted.add(css)
          for (const name of chunk.imports) add(bundle[name])
        }
        const inStreet = (c) => Object.keys(c.modules).some((m) => /\/src\/(street|i18n)\/|\/proceeding\/(ActBar|ActDialog)\.vue|\/registry\/(Entries|EntryForm)\.vue/.test(m))
        for (const chunk of chunks) if (chunk.isEntry || inStreet(chunk)) add(chunk)
        const files = ['/', ...[...wanted].sort().map((name) => `/${name}`)]
        const version = files.join().split('').reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) >>> 0, 7).toString(36)
        this.emitFile({ type: 'asset', fileName: 'sw.js', source: source(files, version) })
      },
    },
  }
}
