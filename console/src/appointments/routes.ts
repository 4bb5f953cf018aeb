import type { RouteRecordRaw } from 'vue-router'
import { pages as words } from '@/texts/appointments'

const halls = { title: words.halls, path: '/appointments' }

export const routes: RouteRecordRaw[] = [
  { path: '/appointments', name: 'halls', component: () => import('./HallsPage.vue'), meta: { title: words.halls, needs: 'appointments:hall:read' } },
  { path: '/appointments/new', name: 'new-hall', component: () => import('./HallSettingsPage.vue'), meta: { title: words.newHall, hidden: true, trail: [halls], under: '/appointments' } },
  { path: '/appointments/:id', name: 'hall', component: () => import('./HallPage.vue'), meta: { title: words.hall, trail: [halls], under: '/appointments' } },
  { path: '/appointments/:id/settings', name: 'hall-settings', component: () => import('./HallSettingsPage.vue'), meta: { title: words.settings, trail: [halls], under: '/appointments' } },
  { path: '/appointments/:id/window', name: 'hall-window', component: () => import('./WindowPage.vue'), meta: { title: words.window, trail: [halls], under: '/appointments' } },
]
