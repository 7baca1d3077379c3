import { QuestionFilled } from '@element-plus/icons-vue'
import type { Story } from '@/story'

const story: Story = {
  routes: [{ path: '/help', name: 'help', component: () => import('./Help.vue'), meta: { title: 'help.title' } }],
  nav: [{ route: 'help', label: 'help.title', icon: QuestionFilled, order: 90, key: 'h' }],
  keys: [
    { keys: '/', label: 'help.keys.search' },
    { keys: '?', label: 'help.keys.help' },
    { keys: 'Ctrl+Enter', label: 'help.keys.submit' },
    { keys: 'Esc', label: 'help.keys.escape' },
  ],
}

export default story
