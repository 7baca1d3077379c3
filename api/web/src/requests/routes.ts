import { ChatLineSquare, FirstAidKit } from '@element-plus/icons-vue'
import type { Story } from '@/story'

const story: Story = {
  routes: [
    { path: '/identityRequests', name: 'requests', component: () => import('./Requests.vue'), meta: { title: 'requests.title' } },
    { path: '/identityRequests/new', name: 'request-new', component: () => import('./RequestForm.vue'), meta: { title: 'requests.new' } },
    { path: '/identityRequests/:id', name: 'request', component: () => import('./RequestView.vue'), meta: { title: 'requests.one' } },
    { path: '/inquiries', name: 'inquiries', component: () => import('./Inquiries.vue'), meta: { title: 'requests.inquiries' } },
    { path: '/inquiries/new', name: 'inquiry-new', component: () => import('./InquiryForm.vue'), meta: { title: 'requests.inquiries' } },
    { path: '/inquiries/:id', name: 'inquiry', component: () => import('./InquiryView.vue'), meta: { title: 'requests.inquiries' } },
  ],
  nav: [
    { route: 'requests', label: 'requests.title', icon: FirstAidKit, order: 36, needs: ['InquiryService.ListIdentityRequests'] },
    { route: 'inquiries', label: 'requests.inquiries', icon: ChatLineSquare, order: 38, needs: ['InquiryService.ListInquiries'] },
  ],
}

export default story
