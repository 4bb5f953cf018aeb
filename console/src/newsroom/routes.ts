import type { RouteRecordRaw } from 'vue-router'
import { sections as words } from '@/texts/shell'

const articles = [{ title: words.articles, path: '/articles' }]

export const routes: RouteRecordRaw[] = [
  {
    path: '/articles',
    name: 'articles',
    component: () => import('./ArticleListPage.vue'),
    meta: { title: words.articles, needs: 'newsroom:article:read' },
  },
  {
    path: '/articles/new/:draft',
    name: 'new-article',
    component: () => import('./editor/EditorPage.vue'),
    meta: { title: '新建稿件', under: '/articles', trail: articles },
  },
  {
    path: '/articles/:id',
    name: 'article',
    component: () => import('./editor/EditorPage.vue'),
    meta: { title: '编辑稿件', under: '/articles', trail: articles },
  },
]

export const reviewRoutes: RouteRecordRaw[] = [
  {
    path: '/review',
    name: 'reviews',
    component: () => import('./review/ReviewListPage.vue'),
    meta: { title: words.review, needs: 'newsroom:article:read' },
  },
  {
    path: '/review/:id',
    name: 'review',
    component: () => import('./review/ReviewPage.vue'),
    meta: { title: '审核稿件', under: '/review', trail: [{ title: words.review, path: '/review' }] },
  },
]
