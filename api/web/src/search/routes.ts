import { Search } from '@element-plus/icons-vue'
import type { Story } from '@/story'

const story: Story = {
  routes: [{ path: '/search', name: 'search', component: () => import('./Search.vue'), meta: { title: 'search.title' } }],
  nav: [{ route: 'search', label: 'search.title', icon: Search, order: 30, key: 's', needs: ['NoticeService.SearchNoticesText', 'RecordService.SearchRecordsText'] }],
}

export default story
