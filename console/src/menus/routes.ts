import type { RouteRecordRaw } from 'vue-router'
import { pages as words } from '@/texts/menus'

const menus = { title: words.menus, path: '/menus' }

export const routes: RouteRecordRaw[] = [
  { path: '/menus', name: 'menus', component: () => import('./MenuPage.vue'), meta: { title: words.menus, needs: 'menus:menu:read' } },
  { path: '/menus/versions', name: 'menu-versions', component: () => import('./MenuVersionsPage.vue'), meta: { title: words.versions, hidden: true, trail: [menus], under: '/menus' } },
]
