import type { RouteRecordRaw } from 'vue-router'
import { columns as words } from '@/texts/columns'

const needs = 'columns:column:read'
const trail = [{ title: words.title, path: '/columns' }]

export const routes: RouteRecordRaw[] = [
  { path: '/columns', name: 'columns', component: () => import('./ColumnsPage.vue'), meta: { title: words.title, needs } },
  { path: '/columns/:id', name: 'column', component: () => import('./ColumnPage.vue'), meta: { title: words.column, under: '/columns', trail } },
  { path: '/columns/series/:id', name: 'series', component: () => import('./SeriesPage.vue'), meta: { title: words.series, under: '/columns', trail: [{ title: words.title, path: '/columns?tab=series' }] } },
  { path: '/columns/collections/:id', name: 'collection', component: () => import('./CollectionPage.vue'), meta: { title: words.collection, under: '/columns', trail: [{ title: words.title, path: '/columns?tab=collections' }] } },
]
