import type { RouteRecordRaw } from 'vue-router'
import { publishing as words } from '@/texts/publishing'

const calendar = { title: words.calendar, path: '/calendar' }
const deliveries = { title: words.deliveries, path: '/deliveries' }
const matrix = { title: words.matrix, path: '/matrix' }

export const routes: RouteRecordRaw[] = [
  { path: '/calendar', name: 'calendar', component: () => import('./CalendarPage.vue'), meta: { title: words.calendar, needs: 'publishing:calendar:read' } },
  {
    path: '/issues/:id', name: 'issue', component: () => import('./IssuePage.vue'),
    meta: { title: words.issue, trail: [calendar], under: '/calendar' },
  },
  { path: '/deliveries', name: 'deliveries', component: () => import('./DeliveriesPage.vue'), meta: { title: words.deliveries, needs: 'publishing:calendar:read' } },
  {
    path: '/deliveries/:id', name: 'delivery', component: () => import('./DeliveryPage.vue'),
    meta: { title: words.delivery, trail: [deliveries], under: '/deliveries' },
  },
  { path: '/allowances', name: 'allowances', component: () => import('./AllowancesPage.vue'), meta: { title: words.allowances, needs: 'accounts:allowance:read' } },
  { path: '/matrix', name: 'matrix', component: () => import('./MatrixPage.vue'), meta: { title: words.matrix, needs: 'distribution:offer:read' } },
  { path: '/matrix/inbox', name: 'inbox', component: () => import('./InboxPage.vue'), meta: { title: words.inbox, needs: 'distribution:offer:read' } },
  {
    path: '/matrix/offers/:id', name: 'offer', component: () => import('./OfferPage.vue'),
    meta: { title: words.offer, trail: [matrix], under: '/matrix' },
  },
]
