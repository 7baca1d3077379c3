import { Suitcase } from '@element-plus/icons-vue'
import type { Story } from '@/story'

const story: Story = {
  routes: [
    { path: '/cases', name: 'cases', component: () => import('./Cases.vue'), meta: { title: 'cases.title' } },
    { path: '/cases/:id', name: 'case', component: () => import('./CaseView.vue'), meta: { title: 'cases.one' } },
  ],
  nav: [{ route: 'cases', label: 'cases.title', icon: Suitcase, order: 40, key: 'c', needs: ['CaseService.ListCases'] }],
}

export default story
