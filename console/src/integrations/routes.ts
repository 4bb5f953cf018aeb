import type { RouteRecordRaw } from 'vue-router'
import { integrations as words } from '@/texts/integrations'

const trail = [{ title: words.title, path: '/integrations' }]

export const routes: RouteRecordRaw[] = [
  { path: '/integrations', component: () => import('./IntegrationsPage.vue'), meta: { title: words.title, needs: 'service_tokens:token:read' } },
  { path: '/integrations/docs', component: () => import('./ApiPage.vue'), meta: { title: words.docs, hidden: true, under: '/integrations', trail } },
]
