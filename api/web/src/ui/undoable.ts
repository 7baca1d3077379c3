import { ElMessage } from 'element-plus/es/components/message/index.mjs'
import 'element-plus/es/components/message/style/css.mjs'
import { h } from 'vue'
import { i18n } from '@/i18n'

const stays = 8_000 // milliseconds, time enough to read and to press

let last: { close: () => void } | undefined

// say tells that something is done, and offers to take it back while it can be read. It
// takes the place of what was said before.
export function say(text: string, undo?: () => Promise<unknown>) {
  const { t } = i18n.global
  last?.close()
  const message = ElMessage({
    type: 'success', duration: stays, showClose: true,
    message: h('span', { role: 'status' }, [text, undo && h('button', {
      class: 'undo',
      onClick: () => {
        message.close()
        undo().then(() => say(t('shell.undone')), () => ElMessage({ type: 'error', message: t('shell.failed') }))
      },
    }, t('shell.undo'))]),
  })
  last = message
}
