import type { RouteRecordRaw } from 'vue-router'
import { pages as words } from '@/texts/replies'

const knowledge = { title: words.knowledge, path: '/knowledge' }

const policies = { title: words.policies, path: '/policies' }
const rules = { title: words.rules, path: '/rules' }

export const routes: RouteRecordRaw[] = [
  { path: '/rules', name: 'rules', component: () => import('./RulesPage.vue'), meta: { title: words.rules, needs: 'conversation:rules:read' } },
  { path: '/rules/versions', name: 'rule-versions', component: () => import('./RuleVersionsPage.vue'), meta: { title: words.ruleVersions, hidden: true, trail: [rules], under: '/rules' } },
  { path: '/rules/dry-run', name: 'dry-run', component: () => import('./DryRunPage.vue'), meta: { title: words.dryRun, hidden: true, trail: [rules], under: '/rules' } },
  { path: '/knowledge', name: 'knowledge', component: () => import('./KnowledgePage.vue'), meta: { title: words.knowledge, needs: 'knowledge:entry:read' } },
  { path: '/knowledge/versions', name: 'knowledge-versions', component: () => import('./VersionsPage.vue'), meta: { title: words.versions, hidden: true, trail: [knowledge], under: '/knowledge' } },
  { path: '/knowledge/new', name: 'new-entry', component: () => import('./EntryPage.vue'), meta: { title: words.newEntry, hidden: true, trail: [knowledge], under: '/knowledge' } },
  { path: '/knowledge/entries/:id', name: 'entry', component: () => import('./EntryPage.vue'), meta: { title: words.entry, trail: [knowledge], under: '/knowledge' } },
  { path: '/knowledge/thresholds', name: 'thresholds', component: () => import('./ThresholdsPage.vue'), meta: { title: words.evaluation, hidden: true, trail: [knowledge], under: '/knowledge' } },
  { path: '/policies', name: 'policies', component: () => import('./PoliciesPage.vue'), meta: { title: words.policies, needs: 'knowledge:entry:read' } },
  { path: '/policies/:id', name: 'policy', component: () => import('./PolicyPage.vue'), meta: { title: words.policy, trail: [policies], under: '/policies' } },
  { path: '/import/:what(rules|entries|policies)', name: 'import', component: () => import('./ImportPage.vue'), meta: { title: words.import } },
  { path: '/questions', name: 'questions', component: () => import('./QuestionsPage.vue'), meta: { title: words.questions, needs: 'insight:question:read' } },
]
