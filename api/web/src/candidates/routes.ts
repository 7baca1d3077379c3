import type { Story } from '@/story'

const view = () => import('./FileView.vue')

const story: Story = {
  routes: [
    { path: '/records/:id', name: 'record', component: view, props: { side: 'records' }, meta: { title: 'search.kind.records' } },
    { path: '/notices/:id', name: 'notice', component: view, props: { side: 'notices' }, meta: { title: 'search.kind.notices' } },
  ],
  keys: [{ keys: 'j', label: 'help.keys.next' }, { keys: 'k', label: 'help.keys.previous' }, { keys: 'Enter', label: 'candidates.compare' }],
}

export default story
