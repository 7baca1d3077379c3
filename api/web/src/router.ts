import { createRouter, createWebHistory } from 'vue-router'
import { i18n } from './i18n'
import { useSession } from './session/session'
import { menu, stories } from './story'

// What a day's list is made of: who may read none of it begins on the first screen that is theirs.
const daily = ['DeadlineService.ListDeadlines', 'CaseService.ListCases', 'TakedownService.ListTakedowns', 'ImportService.ListImports']

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', redirect: { name: 'today' } },
    ...stories.flatMap((s) => s.routes),
    { path: '/:rest(.*)*', name: 'nowhere', component: () => import('./ui/Nowhere.vue'), meta: { title: 'shell.nowhere' } },
  ],
  scrollBehavior: (to, _from, saved) => saved ?? (to.hash ? { el: to.hash } : { top: 0 }),
})

// Readers without a session log in first and then go where they wanted to.
router.beforeEach(async (to) => {
  const session = useSession()
  await session.begun()
  if (to.meta.open) return session.state === 'in' && to.name === 'login' ? session.wanted(to.query.to) : true
  if (session.state === 'out') return { name: 'login', query: to.fullPath === '/' ? {} : { to: to.fullPath } }
  if (session.state === 'unproven') return { name: 'password', query: { to: to.fullPath } }
  if (to.name === 'today' && !session.may(...daily)) return { name: menu.find((e) => e.needs && session.may(...e.needs))?.route ?? 'help' }
  return true
})

router.afterEach((to) => {
  const { t } = i18n.global
  document.title = to.meta.title ? `${t(to.meta.title)} · ${t('shell.name')}` : t('shell.name')
})
