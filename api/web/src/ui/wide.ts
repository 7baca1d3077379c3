import { onScopeDispose, ref } from 'vue'

// useWide is whether the menu has room beside the content; the styles break there, too.
export function useWide() {
  const query = matchMedia('(min-width: 901px)')
  const wide = ref(query.matches)
  const look = () => (wide.value = query.matches)
  query.addEventListener('change', look)
  onScopeDispose(() => query.removeEventListener('change', look))
  return wide
}
