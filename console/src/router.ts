import { createRouter, createWebHashHistory } from 'vue-router'
import { routes } from '@/shell/sections'
import { shell } from '@/texts/shell'

// The base path differs from stage to stage, so the place stands behind the hash.
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [...routes, { path: '/:rest(.*)', component: () => import('@/shell/NotFound.vue') }],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

router.afterEach((to) => {
  const title = to.meta.title as string | undefined
  document.title = title ? `${title} · ${shell.product}` : shell.product
})
