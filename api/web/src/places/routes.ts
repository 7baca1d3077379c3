import { MapLocation } from '@element-plus/icons-vue'
import type { Story } from '@/story'

const story: Story = {
  routes: [{ path: '/places', name: 'places', component: () => import('./Places.vue'), meta: { title: 'places.title' } }],
  nav: [{ route: 'places', label: 'places.title', icon: MapLocation, order: 50, key: 'p', needs: ['PlaceService.LocatePlaces'] }],
}

export default story
