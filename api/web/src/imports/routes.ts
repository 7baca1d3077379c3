import { Upload } from '@element-plus/icons-vue'
import type { Story } from '@/story'

const story: Story = {
  routes: [{ path: '/imports', name: 'imports', component: () => import('./Imports.vue'), meta: { title: 'imports.title' } }],
  nav: [{ route: 'imports', label: 'imports.title', icon: Upload, order: 60, key: 'i', needs: ['ImportService.ListImports'] }],
}

export default story
