import { Sunny } from '@element-plus/icons-vue'
import type { Story } from '@/story'

const story: Story = {
  routes: [{ path: '/today', name: 'today', component: () => import('./Today.vue'), meta: { title: 'today.title' } }],
  nav: [{ route: 'today', label: 'today.title', icon: Sunny, order: 10, key: 't', needs: ['DeadlineService.ListDeadlines', 'CaseService.ListCases', 'ImportService.ListImports'] }],
}

export default story
