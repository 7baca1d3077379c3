import type { Story } from '@/story'

const story: Story = {
  routes: [{ path: '/compare/:record/:notice', name: 'compare', component: () => import('./Compare.vue'), meta: { title: 'compare.title' } }],
  keys: [{ keys: 'x', label: 'help.keys.reject' }, { keys: 'c', label: 'help.keys.case' }, { keys: 'z', label: 'help.keys.zoom' }],
}

export default story
