import type { RouteRecordRaw } from 'vue-router'
import { pages as words } from '@/texts/orders'

const orders = { title: words.orders, path: '/orders' }

export const routes: RouteRecordRaw[] = [
  { path: '/orders', name: 'orders', component: () => import('./OrdersPage.vue'), meta: { title: words.orders, needs: 'orders:order:read' } },
  { path: '/orders/new', name: 'order-new', component: () => import('./DraftPage.vue'), meta: { title: words.draft, needs: 'orders:order:draft', hidden: true, trail: [orders], under: '/orders' } },
  { path: '/orders/:id', name: 'order', component: () => import('./OrderPage.vue'), meta: { title: words.order, trail: [orders], under: '/orders' } },
  { path: '/orders/:id/edit', name: 'order-edit', component: () => import('./DraftPage.vue'), meta: { title: words.edit, trail: [orders], under: '/orders' } },
  { path: '/orders/:id/at/:unit', name: 'order-received', component: () => import('./ReceivedPage.vue'), meta: { title: words.received, trail: [orders], under: '/orders' } },
]
