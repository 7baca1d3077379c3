import { ref, watch, type Ref } from 'vue'
import { dateTime } from '@/ui/format'
import { blank, type Form } from './form'

export function read(key: string): Form | undefined {
  try {
    const text = localStorage.getItem(key)
    return text ? { ...blank(), ...(JSON.parse(text) as Form) } : undefined
  } catch {
    return undefined // storage is off or holds rubbish
  }
}

// useDraft keeps a form as it is typed, and says when it did.
export function useDraft(form: Ref<Form>, key: string) {
  const saved = ref('')
  const found = read(key)
  if (found) form.value = found
  let timer: ReturnType<typeof setTimeout> | undefined
  const keep = () => {
    timer = undefined
    try {
      localStorage.setItem(key, JSON.stringify(form.value))
      saved.value = dateTime(new Date()).slice(-5)
    } catch {
      saved.value = '' // storage is off or full: it lasts as long as the page
    }
  }
  const stop = watch(form, () => (timer ??= setTimeout(keep, 250)), { deep: true })
  function drop() {
    stop()
    clearTimeout(timer)
    localStorage.removeItem(key)
  }
  return { saved, found: Boolean(found), drop }
}
