import type { Story } from '@/story'

const story: Story = {
  routes: [
    { path: '/login', name: 'login', component: () => import('./Login.vue'), meta: { open: true, title: 'session.login' } },
    { path: '/password', name: 'password', component: () => import('./Password.vue'), meta: { open: true, title: 'session.newPassword' } },
    { path: '/account', name: 'account', component: () => import('./Account.vue'), meta: { title: 'session.account' } },
  ],
}

export default story
