import { computed, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { useRouter } from 'vue-router'
import { body, client, type Schemas } from '@/api/client'
import { ApiError, Code } from '@/api/error'
import { idOf } from '@/api/names'
import { told } from '@/i18n'
import { useSession } from '@/session/session'
import { useWork } from '@/ui/work'
import { useDraft } from './draft'
import { prefix } from './drafts'
import { blank, formOf, recordOf, type Form } from './form'
import { upload, type Picture } from './photo'
import { keyOf } from './spans'

// whole writes what was emptied as null, or it would stay as it was.
const whole = (record: unknown) => JSON.stringify(record, (_key, value: unknown) => value ?? null)

// useSave registers a person or, where there is a name, changes the record. Nothing typed
// is lost: the draft goes only when the service has it all.
export function useSave(name: string, form: Ref<Form>, picture: ShallowRef<Picture | undefined>) {
  const router = useRouter()
  const session = useSession()
  const { busy, err, run } = useWork()
  const theirs = shallowRef<Form>() // what another has written meanwhile
  const loading = ref(false)
  const created = ref('') // a record whose photo is still on its way
  let etag = ''
  const draft = useDraft(form, `${prefix}${session.me}.${name || 'new'}`)
  const at = { path: { record: idOf(name) } }
  if (name) void begin()

  const wrong = computed(() => {
    const found: Record<string, string> = {}
    if (err.value instanceof ApiError) for (const v of err.value.violations) found[keyOf(v.field)] = told(v)
    return found
  })

  async function begin() {
    loading.value = true
    await run(async () => {
      const record = await body(client.GET('/v1/records/{record}', { params: at }))
      etag = record.etag ?? ''
      if (!draft.found) form.value = formOf(record)
    })
    loading.value = false
  }

  const save = () => run(async () => {
    if (name) await change()
    else created.value ||= (await body(client.POST('/v1/records', { body: recordOf(form.value) }))).name ?? ''
    if (picture.value) await upload(name || created.value, picture.value)
    draft.drop()
    await router.push(`/${name || created.value}`)
  })

  async function change() {
    const record: Schemas['v1Record'] = { ...recordOf(form.value), etag }
    try {
      await client.PATCH('/v1/records/{record}', { params: at, body: record, bodySerializer: whole })
    } catch (e) {
      if (e instanceof ApiError && e.code === Code.stale) theirs.value = formOf(await body(client.GET('/v1/records/{record}', { params: at })))
      throw e
    }
  }

  // mineAgain goes on with what was typed here, over what another wrote.
  async function mineAgain() {
    etag = (await body(client.GET('/v1/records/{record}', { params: at }))).etag ?? ''
    theirs.value = undefined
    await save()
  }

  function restart() {
    form.value = { ...blank(), station: session.user?.station ?? '' }
    picture.value = undefined
    created.value = ''
  }

  return { draft, loading, theirs, wrong, busy, err, save, restart, mineAgain }
}
