import type { RouteRecordRaw } from 'vue-router'
import { pages as words } from '@/texts/notices'

export const routes: RouteRecordRaw[] = [
  { path: '/notices', name: 'notices', component: () => import('./NoticesPage.vue'), meta: { title: words.notices, needs: 'notices:notice:read' } },
]
