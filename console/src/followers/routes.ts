import type { RouteRecordRaw } from 'vue-router'
import { pages as words } from '@/texts/followers'

const needs = 'followers:roll:read'

export const routes: RouteRecordRaw[] = [
  { path: '/followers', name: 'followers', component: () => import('./FollowersPage.vue'), meta: { title: words.followers, needs } },
  { path: '/followers/tags', name: 'follower-tags', component: () => import('./TagsPage.vue'), meta: { title: words.tags, needs } },
  { path: '/followers/codes', name: 'qr-codes', component: () => import('./CodesPage.vue'), meta: { title: words.codes, needs } },
]
