import type { RouteRecordRaw } from 'vue-router'
import { pages as words } from '@/texts/production'

export const routes: RouteRecordRaw[] = [
  { path: '/production', name: 'production', component: () => import('./ProductionPage.vue'), meta: { title: words.production, needs: 'topics:topic:read' } },
  { path: '/production/plan', name: 'production-plan', component: () => import('./PlanPage.vue'), meta: { title: words.plan, needs: 'topics:topic:read', hidden: true, trail: [{ title: words.production, path: '/production' }], under: '/production' } },
]
