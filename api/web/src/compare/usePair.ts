import { computed, watch, type Ref } from 'vue'
import { body, client } from '@/api/client'
import { comparePath, idOf } from '@/api/names'
import { readFile } from '@/person/file'
import { useLoad } from '@/ui/work'

// usePair reads a record, a notice, how they compare, and who stands before and after
// the notice among the record's candidates.
export function usePair(record: Ref<string>, notice: Ref<string>) {
  const pair = useLoad(async () => {
    const [r, n, match] = await Promise.all([
      readFile(record.value), readFile(notice.value),
      body(client.POST('/v1/matches:compare', { body: { record: record.value, notice: notice.value } })),
    ])
    return { record: r, notice: n, match }
  })
  const others = useLoad(async () => {
    const path = { record: idOf(record.value) }
    const { matches } = await body(client.GET('/v1/records/{record}/matches', { params: { path, query: { pageSize: 20 } } }))
    return (matches ?? []).map((m) => m.notice ?? '')
  })
  watch([record, notice], pair.load, { immediate: true })
  watch(record, others.load, { immediate: true })

  const place = computed(() => (others.data.value ?? []).indexOf(notice.value))
  const total = computed(() => others.data.value?.length ?? 0)
  const neighbour = (by: number) => computed(() => {
    const name = place.value < 0 ? undefined : others.data.value?.[place.value + by]
    return name ? comparePath(record.value, name) : undefined
  })
  return { pair, place, total, next: neighbour(1), previous: neighbour(-1) }
}
