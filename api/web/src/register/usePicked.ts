import { onUnmounted, ref } from 'vue'
import { open } from './photo'

// usePicked reads a photo that was chosen as a file, within run: keep gets it small, in
// base64, and preview is its address on this page for as long as the form is there.
export function usePicked(run: (work: () => Promise<void>) => Promise<unknown>, keep: (small: string) => void) {
  const preview = ref('')
  const forget = () => URL.revokeObjectURL(preview.value)
  onUnmounted(forget)
  const pick = (event: Event) => run(async () => {
    const file = (event.target as HTMLInputElement).files?.[0]
    if (!file) return
    const chosen = await open(file)
    forget()
    preview.value = chosen.url
    keep(chosen.small)
  })
  return { preview, pick }
}
