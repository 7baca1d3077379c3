import { Setting } from '@element-plus/icons-vue'
import type { Story } from '@/story'
import { tabs } from './tabs'

const story: Story = {
  routes: [{
    path: '/admin', name: 'admin', component: () => import('./Admin.vue'), meta: { title: 'admin.title' },
    children: tabs.map((tab) => ({ path: tab.path, name: tab.name, component: tab.screen, meta: { title: `admin.tab.${tab.path}` } })),
  }],
  nav: [{ route: 'admin', label: 'admin.title', icon: Setting, order: 80, key: 'a', needs: tabs.flatMap((tab) => tab.needs) }],
}

export default story
