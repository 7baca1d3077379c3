import { Guide } from '@element-plus/icons-vue'
import type { Story } from '@/story'

const story: Story = {
  routes: [
    { path: '/street', name: 'street', component: () => import('./Street.vue'), meta: { title: 'street.title' } },
    { path: '/leads', name: 'leads', component: () => import('./Leads.vue'), meta: { title: 'street.leads' } },
    { path: '/leads/new', name: 'lead-new', component: () => import('./LeadForm.vue'), meta: { title: 'street.seeing' } },
    { path: '/leads/:id', name: 'lead', component: () => import('./LeadView.vue'), meta: { title: 'street.lead' } },
    { path: '/rounds/:id', name: 'round', component: () => import('./RoundView.vue'), meta: { title: 'street.round' } },
  ],
  nav: [{ route: 'street', label: 'street.title', icon: Guide, order: 15, needs: ['StreetService.CreateLead'] }],
}

export default story
