import type { RouteRecordRaw } from 'vue-router'
import { pages as words } from '@/texts/products'

const products = { title: words.products, path: '/products' }

export const routes: RouteRecordRaw[] = [
  { path: '/products', name: 'products', component: () => import('./ProductsPage.vue'), meta: { title: words.products, needs: 'products:product:read' } },
  { path: '/products/:id', name: 'product', component: () => import('./ProductPage.vue'), meta: { title: words.product, trail: [products], under: '/products' } },
]
