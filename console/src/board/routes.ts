import type { RouteRecordRaw } from 'vue-router'
import { board as words } from '@/texts/board'

const trail = [{ title: words.board, path: '/board' }]

export const routes: RouteRecordRaw[] = [
  { path: '/board', name: 'board', component: () => import('./BoardPage.vue'), meta: { title: words.board, needs: 'topics:topic:read' } },
  { path: '/board/asked', name: 'board-asked', component: () => import('./AskedPage.vue'), meta: { title: words.asked, needs: 'topics:inquiry:answer' } },
  { path: '/board/asked/:id', name: 'board-asked-topic', component: () => import('./AskedTopicPage.vue'), meta: { title: '答复选题', under: '/board/asked', trail: [{ title: words.asked, path: '/board/asked' }] } },
  { path: '/board/duties', name: 'board-duties', component: () => import('./DutiesPage.vue'), meta: { title: words.duties, needs: 'topics:topic:read' } },
  { path: '/board/topics/:id', name: 'board-topic', component: () => import('./TopicPage.vue'), meta: { title: '选题', under: '/board', trail } },
]

/** Among the numbers. */
export const numberRoutes: RouteRecordRaw[] = [
  { path: '/numbers/topics', name: 'topic-effects', component: () => import('./EffectsPage.vue'), meta: { title: words.effects, needs: 'topics:topic:read' } },
]
