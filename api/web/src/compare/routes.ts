import type { Story } from '@/story'

const story: Story = {
  routes: [{ path: '/compare/:record/:notice', name: 'compare', component: () => import('./Compare.vue'), meta: { title: 'compare.title' } }],
}

export default story
