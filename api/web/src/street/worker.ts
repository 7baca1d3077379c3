// startWorker lets the screens of the street be opened without a connection. It keeps the
// page's own files and nothing of anybody.
export function startWorker() {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  navigator.serviceWorker.register('/sw.js').catch(() => {}) // then the page opens with a connection only
}

// stopWorker is for logging out.
export async function stopWorker() {
  if (!('serviceWorker' in navigator)) return
  for (const r of await navigator.serviceWorker.getRegistrations()) await r.unregister()
  for (const name of await caches.keys()) if (name.startsWith('guitu-')) await caches.delete(name)
}
