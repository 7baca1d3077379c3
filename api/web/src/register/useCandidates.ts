import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { body, client, type Schemas } from '@/api/client'
import { empty, personOf, recordOf, type Form } from './form'
import type { Picture } from './photo'

const pause = 300 // milliseconds after the last key, as long as typing rests

// useCandidates looks for who a person may be while the form is filled. What was found
// stays until the next answer; an answer that is overtaken is forgotten.
export function useCandidates(form: Ref<Form>, picture: Ref<Picture | undefined>) {
  const found = shallowRef<Schemas['v1SearchMatchesResponse']>()
  const err = shallowRef<unknown>()
  const busy = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let going: AbortController | undefined

  async function look() {
    going?.abort()
    if (empty(form.value) && !picture.value) {
      found.value = undefined
      return
    }
    const mine = (going = new AbortController())
    busy.value = true
    try {
      const { foundDate, foundPlace } = recordOf(form.value)
      const date = /^\d{4}(-\d\d){0,2}$/.test(foundDate ?? '') ? foundDate : undefined // half a date is being typed
      const answer = await body(client.POST('/v1/matches:search', {
        signal: mine.signal,
        body: {
          person: personOf(form.value), photo: picture.value && { content: picture.value.small }, eventDate: date, eventPlace: foundPlace,
          side: 'NOTICES', pageSize: 10, summaries: true,
        },
      }))
      if (mine.signal.aborted) return
      found.value = answer
      err.value = undefined
    } catch (e) {
      if (!mine.signal.aborted) err.value = e
    } finally {
      if (going === mine) busy.value = false
    }
  }

  watch([form, () => picture.value?.small], () => {
    clearTimeout(timer)
    timer = setTimeout(() => void look(), pause)
  }, { deep: true, immediate: true })
  onScopeDispose(() => {
    clearTimeout(timer)
    going?.abort()
  })
  return { found, err, busy, look }
}
