import type { RouteRecordRaw } from 'vue-router'
import { sections as words } from '@/texts/shell'

export const routes: RouteRecordRaw[] = [
  { path: '/control/matrix', name: 'accounts-matrix', component: () => import('./AccountsMatrixPage.vue'), meta: { title: words.accountsMatrix, needs: 'matrix:account:read' } },
]
