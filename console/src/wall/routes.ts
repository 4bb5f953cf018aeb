import type { RouteRecordRaw } from 'vue-router'
import { wall as words } from '@/texts/wall'

export const routes: RouteRecordRaw[] = [
  { path: '/wall', name: 'wall', component: () => import('./WallPage.vue'), meta: { title: words.title, needs: 'wall:wall:read' } },
  // For screens on walls: without the console's frame, and without anybody signed in.
  { path: '/screen', name: 'screen', component: () => import('./ScreenPage.vue'), meta: { bare: true } },
]
