import type { RouteRecordRaw } from 'vue-router'
import { pages as words } from '@/texts/contributions'

const all = { title: words.contributions, path: '/contributions' }

export const routes: RouteRecordRaw[] = [
  { path: '/contributions', name: 'contributions', component: () => import('./ContributionsPage.vue'), meta: { title: words.contributions, needs: 'contributions:contribution:read' } },
  { path: '/contributions/new', name: 'contribution-new', component: () => import('./WritePage.vue'), meta: { title: words.write, needs: 'contributions:contribution:send', hidden: true, trail: [all], under: '/contributions' } },
  { path: '/contributions/:id', name: 'contribution', component: () => import('./ContributionPage.vue'), meta: { title: words.contribution, trail: [all], under: '/contributions' } },
  { path: '/contributions/:id/edit', name: 'contribution-edit', component: () => import('./WritePage.vue'), meta: { title: words.edit, trail: [all], under: '/contributions' } },
]
