import type { RouteRecordRaw } from 'vue-router'
import { sections as words } from '@/texts/shell'

export const routes: RouteRecordRaw[] = [
  { path: '/units', component: () => import('./UnitsPage.vue'), meta: { title: words.units, needs: 'units:unit:read' } },
  { path: '/accounts', component: () => import('./AccountsPage.vue'), meta: { title: words.accounts, needs: 'accounts:account:read' } },
  {
    path: '/accounts/new', component: () => import('./AccountWizard.vue'),
    meta: { title: '登记公众号', hidden: true, under: '/accounts', trail: [{ title: words.accounts, path: '/accounts' }] },
  },
  {
    path: '/accounts/:id', component: () => import('./AccountPage.vue'),
    meta: { title: '公众号设置', under: '/accounts', trail: [{ title: words.accounts, path: '/accounts' }] },
  },
  { path: '/people', component: () => import('./PeoplePage.vue'), meta: { title: words.people, needs: 'people:staff:read' } },
  { path: '/workflows', component: () => import('./WorkflowPage.vue'), meta: { title: words.workflows, needs: 'newsroom:workflow:read' } },
  { path: '/audit', component: () => import('./AuditPage.vue'), meta: { title: words.audit, needs: 'audit:log:read' } },
  { path: '/health', component: () => import('./HealthPage.vue'), meta: { title: words.health, needs: 'console:health:read' } },
]
