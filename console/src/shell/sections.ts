import type { RouteRecordRaw } from 'vue-router'
import { Calendar, ChatDotRound, Checked, DataLine, House, Monitor, Setting, Tickets, User } from '@element-plus/icons-vue'
import type { Component } from 'vue'
import { sections as words } from '@/texts/shell'
import { routes as appointments } from '@/appointments/routes'
import { routes as asked } from '@/asked/routes'
import { numberRoutes as topicNumbers, routes as board } from '@/board/routes'
import { routes as columns } from '@/columns/routes'
import { routes as contributions } from '@/contributions/routes'
import { routes as desk } from '@/desk/routes'
import { routes as followers } from '@/followers/routes'
import { routes as integrations } from '@/integrations/routes'
import { routes as inspection } from '@/inspection/routes'
import { routes as materials } from '@/materials/routes'
import { routes as matrix } from '@/matrix/routes'
import { routes as menus } from '@/menus/routes'
import { reviewRoutes as reviews, routes as newsroom } from '@/newsroom/routes'
import { routes as notices } from '@/notices/routes'
import { routes as numbers } from '@/numbers/routes'
import { routes as orders } from '@/orders/routes'
import { routes as products } from '@/products/routes'
import { routes as production } from '@/production/routes'
import { routes as publishing } from '@/publishing/routes'
import { routes as relays } from '@/relays/routes'
import { routes as replies } from '@/replies/routes'
import { routes as services } from '@/services/routes'
import { routes as system } from '@/system/routes'
import { routes as takedown } from '@/takedown/routes'
import { routes as wall } from '@/wall/routes'
import WorkbenchPage from '@/workbench/WorkbenchPage.vue'

/** A section of the tree: its pages, and the permissions of which one opens it. */
export interface Section {
  name: string
  icon: Component
  routes: RouteRecordRaw[]
}

const workbench: RouteRecordRaw[] = [
  {
    path: '/',
    name: 'workbench',
    // Everybody's first page comes with the frame.
    component: WorkbenchPage,
    meta: { title: words.workbench },
  },
]

/**
 * All sections, in the order of the tree. A page stands in the tree where its route has a title and no parameter, and
 * where the person holds the permission that `meta.needs` names somewhere.
 */
export const sections: Section[] = [
  { name: words.workbench, icon: House, routes: workbench },
  { name: words.newsroom, icon: Checked, routes: [...board, ...production, ...newsroom, ...products, ...columns, ...materials, ...contributions, ...reviews] },
  { name: words.publishing, icon: Calendar, routes: [...publishing, ...relays] },
  { name: words.replies, icon: ChatDotRound, routes: [...replies, ...desk] },
  { name: words.services, icon: Tickets, routes: [...services, ...menus, ...appointments, ...notices] },
  { name: words.followers, icon: User, routes: followers },
  { name: words.numbers, icon: DataLine, routes: [...numbers, ...asked, ...topicNumbers] },
  { name: words.control, icon: Monitor, routes: [...matrix, ...orders, ...inspection, ...takedown, ...wall] },
  { name: words.system, icon: Setting, routes: [...system, ...integrations] },
]

export const routes: RouteRecordRaw[] = sections.flatMap((one) => one.routes)
