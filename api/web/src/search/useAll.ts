import { ref, shallowRef, watch, type Ref } from 'vue'
import { body, client } from '@/api/client'
import { noticeHit, recordHit, type Hit } from './find'

const most = 20_000 // files that a browser lists; beyond them filters of the service are needed
const page = 1000

async function readPage(kind: 'records' | 'notices', pageToken: string): Promise<{ hits: Hit[]; next?: string }> {
  const query = { pageSize: page, pageToken }
  if (kind === 'records') {
    const p = await body(client.GET('/v1/records', { params: { query } }))
    return { hits: (p.records ?? []).map(recordHit), next: p.nextPageToken || undefined }
  }
  const p = await body(client.GET('/v1/notices', { params: { query } }))
  return { hits: (p.notices ?? []).map(noticeHit), next: p.nextPageToken || undefined }
}

// useAll reads every file of a side, a page at a time: what is read is shown at once.
export function useAll(kind: Ref<'records' | 'notices'>) {
  const hits = shallowRef<Hit[]>([])
  const err = shallowRef<unknown>()
  const loading = ref(false)
  const more = ref(false)
  let turn = 0

  async function load() {
    const mine = ++turn
    hits.value = []
    loading.value = true
    more.value = false
    err.value = undefined
    try {
      for (let token: string | undefined = ''; token !== undefined; ) {
        const p: { hits: Hit[]; next?: string } = await readPage(kind.value, token)
        if (mine !== turn) return
        hits.value = [...hits.value, ...p.hits]
        token = p.next
        if (token && hits.value.length >= most) {
          more.value = true
          return
        }
      }
    } catch (e) {
      if (mine === turn) err.value = e
    } finally {
      if (mine === turn) loading.value = false
    }
  }

  watch(kind, load, { immediate: true })
  return { hits, err, loading, more, load }
}
