import { onScopeDispose } from 'vue'

export type KeyMap = Record<string, () => void>

// The newest screen's keys come first, so that a dialog's hide those below it.
const maps: KeyMap[] = []
let prefix = ''
let prefixUntil = 0

// typing reports whether a key belongs to what the reader types.
function typing(target: EventTarget | null) {
  return target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=range])'))
}

// press runs what a key means and reports whether it means anything.
export function press(key: string, now = Date.now()): boolean {
  const name = prefix && now < prefixUntil ? `${prefix} ${key}` : key
  prefix = ''
  const act = maps.findLast((map) => name in map)?.[name]
  if (act) {
    act()
    return true
  }
  if (maps.some((map) => Object.keys(map).some((k) => k.startsWith(`${key} `)))) {
    prefix = key
    prefixUntil = now + 1500
  }
  return false
}

function listen(event: KeyboardEvent) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return
  if (document.querySelector('[role=dialog][aria-modal=true]') && event.key !== 'Escape') return
  if (press(event.key)) event.preventDefault()
}

// useKeys gives keys a meaning as long as the component is there: 'j', '?', or 'g t' for
// one after the other. Nothing happens while the reader types.
export function useKeys(map: KeyMap) {
  if (maps.length === 0) addEventListener('keydown', listen)
  maps.push(map)
  onScopeDispose(() => {
    maps.splice(maps.indexOf(map), 1)
    if (maps.length === 0) removeEventListener('keydown', listen)
  })
}
