import { Notebook } from '@element-plus/icons-vue'
import type { Story } from '@/story'

const story: Story = {
  routes: [
    { path: '/registrations', name: 'registry', component: () => import('./Entries.vue'), meta: { title: 'registry.title' } },
    { path: '/registrations/new', name: 'registry-new', component: () => import('./EntryForm.vue'), meta: { title: 'registry.new' } },
    { path: '/registrations/:id', name: 'registration', component: () => import('./EntryView.vue'), meta: { title: 'registry.one' } },
  ],
  nav: [{ route: 'registry', label: 'registry.title', icon: Notebook, order: 52, needs: ['RegistryService.ListRegistrations'] }],
}

export default story
