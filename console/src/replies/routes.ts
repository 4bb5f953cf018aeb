import type { RouteRecordRaw } from 'vue-router'
import { pages as words } from '@/texts/replies'

const knowledge = { title: words.knowledge, path: '/knowledge' }

export const routes: RouteRecordRaw[] = [
  { path: '/knowledge', name: 'knowledge', component: () => import('./KnowledgePage.vue'), meta: { title: words.knowledge, needs: 'knowledge:entry:read' } },
  { path: '/knowledge/versions', name: 'knowledge-versions', component: () => import('./VersionsPage.vue'), meta: { title: words.versions, hidden: true, trail: [knowledge], under: '/knowledge' } },
  { path: '/knowledge/new', name: 'new-entry', component: () => import('./EntryPage.vue'), meta: { title: words.newEntry, hidden: true, trail: [knowledge], under: '/knowledge' } },
  { path: '/knowledge/entries/:id', name: 'entry', component: () => import('./EntryPage.vue'), meta: { title: words.entry, trail: [knowledge], under: '/knowledge' } },
  { path: '/questions', name: 'questions', component: () => import('./QuestionsPage.vue'), meta: { title: words.questions, needs: 'insight:question:read' } },
]
