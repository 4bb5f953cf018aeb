import type { RouteRecordRaw } from 'vue-router'
import { topics as words } from '@/texts/question-topics'

const path = '/numbers/question-topics'
const needs = 'insight:topic:read'

export const routes: RouteRecordRaw[] = [
  { path, name: 'question-topics', component: () => import('./TopicsPage.vue'), meta: { title: words.title, needs } },
  { path: `${path}/:account/:id`, name: 'question-topic', component: () => import('./QuestionTopicPage.vue'), meta: { title: words.one, under: path, trail: [{ title: words.title, path }] } },
]
