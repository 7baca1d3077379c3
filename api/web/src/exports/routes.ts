import type { Story } from '@/story'

const story: Story = {
  routes: [{ path: '/exports', name: 'exports', component: () => import('./Exports.vue'), meta: { title: 'exports.title' } }],
}

export default story
