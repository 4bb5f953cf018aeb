import type { RouteRecordRaw } from 'vue-router'
import { pages as words } from '@/texts/takedown'

const cases = { title: words.cases, path: '/takedowns' }

export const routes: RouteRecordRaw[] = [
  { path: '/takedowns', name: 'takedowns', component: () => import('./CasesPage.vue'), meta: { title: words.cases, needs: 'takedown:case:read' } },
  { path: '/takedowns/new', name: 'takedown-new', component: () => import('./BeginPage.vue'), meta: { title: words.begin, needs: 'takedown:case:begin', hidden: true, trail: [cases], under: '/takedowns' } },
  { path: '/takedowns/:id', name: 'takedown', component: () => import('./CasePage.vue'), meta: { title: words.one, trail: [cases], under: '/takedowns' } },
]
