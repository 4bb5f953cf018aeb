import type { RouteRecordRaw } from 'vue-router'
import { numbers as words } from '@/texts/numbers'
import { reports } from '@/texts/reports'

const needs = 'insight:numbers:read'

export const routes: RouteRecordRaw[] = [
  { path: '/numbers', name: 'numbers', component: () => import('./OverviewPage.vue'), meta: { title: words.overview, needs } },
  { path: '/numbers/followers', name: 'follower-growth', component: () => import('./FollowersPage.vue'), meta: { title: words.followers, needs } },
  { path: '/numbers/articles', name: 'article-numbers', component: () => import('./ArticlesPage.vue'), meta: { title: words.articles, needs } },
  { path: '/numbers/messages', name: 'message-numbers', component: () => import('./MessagesPage.vue'), meta: { title: words.messages, needs } },
  { path: '/numbers/inquiries', name: 'inquiries', component: () => import('./InquiryPage.vue'), meta: { title: words.inquiries, needs } },
  { path: '/numbers/reports', name: 'reports', component: () => import('./ReportsPage.vue'), meta: { title: reports.title, needs: 'insight:report:read' } },
]
