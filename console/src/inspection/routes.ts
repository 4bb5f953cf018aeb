import type { RouteRecordRaw } from 'vue-router'
import { pages as words } from '@/texts/inspection'

const needs = 'inspection:finding:read'
const trail = [{ title: words.inspection, path: '/inspection' }]
const under = '/inspection'

export const routes: RouteRecordRaw[] = [
  { path: '/inspection', name: 'inspection', component: () => import('./OverviewPage.vue'), meta: { title: words.inspection, needs } },
  { path: '/inspection/findings', name: 'inspection-findings', component: () => import('./FindingsPage.vue'), meta: { title: words.findings, needs, hidden: true, trail, under } },
  { path: '/inspection/mine', name: 'inspection-mine', component: () => import('./MinePage.vue'), meta: { title: words.mine, needs, hidden: true, trail, under } },
  { path: '/inspection/findings/:id', name: 'inspection-finding', component: () => import('./FindingPage.vue'), meta: { title: words.finding, trail: [...trail, { title: words.findings, path: '/inspection/findings' }], under } },
  { path: '/inspection/indicators', name: 'inspection-indicators', component: () => import('./IndicatorsPage.vue'), meta: { title: words.indicators, needs, hidden: true, trail, under } },
  { path: '/inspection/runs', name: 'inspection-runs', component: () => import('./RunsPage.vue'), meta: { title: words.runs, needs, hidden: true, trail, under } },
  { path: '/inspection/notices', name: 'inspection-notices', component: () => import('./NoticesPage.vue'), meta: { title: words.notices, needs, hidden: true, trail, under } },
]
