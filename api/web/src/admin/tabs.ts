// The screens of the administration, each with a call that its reader must be able to make.
export const tabs = [
  { path: 'people', name: 'admin-people', needs: ['UserService.ListUsers'], screen: () => import('./People.vue') },
  { path: 'keys', name: 'admin-keys', needs: ['UserService.ListUsers'], screen: () => import('./Keys.vue') },
  { path: 'trail', name: 'admin-trail', needs: ['AuditService.ListAuditRows'], screen: () => import('./Trail.vue') },
  { path: 'retention', name: 'admin-retention', needs: ['ErasureService.ListErasures'], screen: () => import('./RetentionView.vue') },
  { path: 'takedowns', name: 'admin-takedowns', needs: ['TakedownService.ListTakedowns'], screen: () => import('./Takedowns.vue') },
  { path: 'parameters', name: 'admin-parameters', needs: ['SystemService.TryParameters'], screen: () => import('./Parameters.vue') },
  { path: 'health', name: 'admin-health', needs: ['SystemService.GetSystem'], screen: () => import('./Health.vue') },
]
