import type { RouteRecordRaw } from 'vue-router'
import { pages as words } from '@/texts/materials'

export const routes: RouteRecordRaw[] = [
  { path: '/materials', name: 'materials', component: () => import('./MaterialsPage.vue'), meta: { title: words.materials, needs: 'materials:material:read' } },
  { path: '/materials/:id', name: 'material', component: () => import('./MaterialPage.vue'), meta: { title: words.material, trail: [{ title: words.materials, path: '/materials' }], under: '/materials' } },
]
