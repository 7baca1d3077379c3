import { nextTick, ref } from 'vue'

// printing is true while the page goes to paper: what draws only a part draws all then.
export const printing = ref(false)
addEventListener('beforeprint', () => (printing.value = true))
addEventListener('afterprint', () => (printing.value = false))

// printPage prints the page once all of it is drawn.
export async function printPage() {
  printing.value = true
  await nextTick()
  print()
}
