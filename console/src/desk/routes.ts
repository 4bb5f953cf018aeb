import type { RouteRecordRaw } from 'vue-router'
import { desk as words } from '@/texts/desk'

const records = { title: words.records, path: '/records' }

export const routes: RouteRecordRaw[] = [
  { path: '/desk', name: 'desk', component: () => import('./DeskPage.vue'), meta: { title: words.desk, needs: 'desk:session:read' } },
  { path: '/desk-setup', name: 'desk-setup', component: () => import('./setup/SetupPage.vue'), meta: { title: words.setup, needs: 'desk:session:read' } },
  { path: '/records', name: 'records', component: () => import('./records/RecordsPage.vue'), meta: { title: words.records, needs: 'desk:session:read' } },
  {
    path: '/records/:account/:session', name: 'record', component: () => import('./records/StoryPage.vue'),
    meta: { title: words.story, trail: [records], under: '/records' },
  },
  { path: '/hotline', name: 'hotline', component: () => import('./hotline/HotlinePage.vue'), meta: { title: words.hotline, needs: 'hotline:case:read' } },
  { path: '/assistant', name: 'assistant', component: () => import('./hotline/AssistantPage.vue'), meta: { title: words.assistant, needs: 'assistant:settings:read' } },
]
