import type { RouteRecordRaw } from 'vue-router'
import { pages as words } from '@/texts/services'

const services = { title: words.services, path: '/services' }

export const routes: RouteRecordRaw[] = [
  { path: '/services', name: 'services', component: () => import('./ServicesPage.vue'), meta: { title: words.services, needs: 'catalogue:service:read' } },
  { path: '/services/versions', name: 'service-versions', component: () => import('./ServiceVersionsPage.vue'), meta: { title: words.versions, hidden: true, trail: [services], under: '/services' } },
  { path: '/services/import', name: 'service-import', component: () => import('./ServiceImportPage.vue'), meta: { title: words.import, hidden: true, trail: [services], under: '/services' } },
  { path: '/services/new', name: 'new-service', component: () => import('./ServicePage.vue'), meta: { title: words.newService, hidden: true, trail: [services], under: '/services' } },
  { path: '/services/:id', name: 'service', component: () => import('./ServicePage.vue'), meta: { title: words.service, trail: [services], under: '/services' } },
]
