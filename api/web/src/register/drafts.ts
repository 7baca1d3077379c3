// Drafts are about people: they lie in this browser under their writer's name, and go
// when the record is registered or the writer logs out.
export const prefix = 'guitu.draft.'

// forgetDrafts is for logging out: the next one at this browser reads none of them.
export function forgetDrafts() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(prefix)) localStorage.removeItem(key)
  }
}
