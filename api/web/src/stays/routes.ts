import { House, Van } from '@element-plus/icons-vue'
import type { Story } from '@/story'

const story: Story = {
  routes: [
    { path: '/stays', name: 'stays', component: () => import('./Stays.vue'), meta: { title: 'stays.title' } },
    { path: '/stays/:id', name: 'stay', component: () => import('./StayView.vue'), meta: { title: 'stays.one' } },
    { path: '/stays/:id/escort', name: 'escort-plan', component: () => import('./EscortPlan.vue'), meta: { title: 'stays.planEscort' } },
    { path: '/records/:id/admit', name: 'admit', component: () => import('./Admit.vue'), meta: { title: 'stays.admit' } },
    { path: '/escorts', name: 'escorts', component: () => import('./Escorts.vue'), meta: { title: 'stays.escorts' } },
    { path: '/escorts/:id', name: 'escort', component: () => import('./EscortView.vue'), meta: { title: 'stays.escorts' } },
  ],
  nav: [
    { route: 'stays', label: 'stays.title', icon: House, order: 32, needs: ['StayService.ListStays'] },
    { route: 'escorts', label: 'stays.escorts', icon: Van, order: 34, needs: ['StayService.ListEscorts'] },
  ],
}

export default story
