import { EditPen } from '@element-plus/icons-vue'
import type { Story } from '@/story'

const view = () => import('./Register.vue')

const story: Story = {
  routes: [
    { path: '/register', name: 'register', component: view, meta: { title: 'register.title' } },
    { path: '/records/:id/edit', name: 'change', component: view, meta: { title: 'register.change' } },
  ],
  nav: [{ route: 'register', label: 'register.title', icon: EditPen, order: 20, key: 'r', needs: ['RecordService.CreateRecord'] }],
}

export default story
