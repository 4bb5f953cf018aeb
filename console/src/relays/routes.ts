import type { RouteRecordRaw } from 'vue-router'
import { pages as words } from '@/texts/relays'

const relays = { title: words.relays, path: '/relays' }

export const routes: RouteRecordRaw[] = [
  { path: '/relays', name: 'relays', component: () => import('./RelaysPage.vue'), meta: { title: words.relays, needs: 'relays:relay:read' } },
  { path: '/relays/new', name: 'relay-new', component: () => import('./PlanPage.vue'), meta: { title: words.new, needs: 'relays:relay:edit', hidden: true, trail: [relays], under: '/relays' } },
  { path: '/relays/:id', name: 'relay', component: () => import('./RelayPage.vue'), meta: { title: words.relay, trail: [relays], under: '/relays' } },
  { path: '/relays/:id/edit', name: 'relay-edit', component: () => import('./PlanPage.vue'), meta: { title: words.edit, trail: [relays], under: '/relays' } },
]
