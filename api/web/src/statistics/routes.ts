import { DataLine } from '@element-plus/icons-vue'
import type { Story } from '@/story'

const story: Story = {
  routes: [
    { path: '/statistics', name: 'statistics', component: () => import('./StatisticsView.vue'), meta: { title: 'statistics.title' } },
    { path: '/statistics/events', name: 'events', component: () => import('./Events.vue'), meta: { title: 'statistics.events' } },
  ],
  nav: [{ route: 'statistics', label: 'statistics.title', icon: DataLine, order: 70, needs: ['StatisticsService.GetStatistics'] }],
}

export default story
