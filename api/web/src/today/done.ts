import { client } from '@/api/client'
import { i18n } from '@/i18n'
import { say } from '@/ui/undoable'

// sayDone tells that a step is written down and can take it back.
export function sayDone(name: string, changed: () => Promise<void>) {
  const { t } = i18n.global
  const [, record, , step] = name.split('/')
  say(t('today.step.done'), async () => {
    await client.POST('/v1/records/{record}/steps/{step}:undo', {
      params: { path: { record: record ?? '', step: step ?? '' } }, body: { reason: t('today.step.undone') },
    })
    await changed()
  })
}
