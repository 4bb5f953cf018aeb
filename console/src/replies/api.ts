import type { components } from '@made/api'
import { client, data, newKey } from '@/api/client'

type Schemas = components['schemas']
export type Deed = Schemas['Deed']
export type EntryText = Schemas['EntryText']
export type FaqSeen = Schemas['FaqSeen']
export type EntryRow = Schemas['EntryRow']
export type QuestionSeen = Schemas['QuestionSeen']
export type Tried = Schemas['TriedAnswer']
export type ReplySeen = Schemas['ReplySeen']
export type StandingSeen = Schemas['StandingSeen']
export type VersionSeen = Schemas['VersionSeen']
export type Difference = Schemas['Difference']
export type PairSeen = Schemas['PairSeen']

export interface Typed {
  id: string
  text: EntryText
}

const of = (account: string) => ({ params: { path: { account } } })
const once = () => ({ 'Idempotency-Key': newKey() })
const from = (mark: string) => ({ 'If-Match': mark })

export function deed(deeds: Deed[] | undefined, name: string): Deed | undefined {
  return deeds?.find((one) => one.name === name)
}

export function emptyText(question = ''): EntryText {
  return { question, variants: [], answer: '', owner: '', basis: [], valid_from: '', valid_until: '', audience: '', region: '', standing: 'live' }
}

export interface Marked {
  entry: FaqSeen
  /** The content that an edit starts from. */
  mark: string
}

export async function getEntry(account: string, entry_id: string): Promise<Marked> {
  const said = await client.GET('/knowledge/{account}/entries/{entry_id}', { params: { path: { account, entry_id } } })
  return { entry: said.data!, mark: said.response.headers.get('ETag') ?? '' }
}

export const getEntries = (account: string, query: object) => data(client.GET('/knowledge/{account}/entries', { params: { path: { account }, query } }))
export const addEntry = (account: string, text: EntryText, key: string) => data(client.POST('/knowledge/{account}/entries', { ...of(account), body: { text }, headers: { 'Idempotency-Key': key } }))
export const saveEntry = (account: string, entry_id: string, text: EntryText, mark: string) =>
  data(client.PUT('/knowledge/{account}/entries/{entry_id}', { params: { path: { account, entry_id } }, body: { text }, headers: from(mark) }))
export const retireEntry = (account: string, entry_id: string) => data(client.POST('/knowledge/{account}/entries/{entry_id}/retire', { params: { path: { account, entry_id } } }))
export const reviveEntry = (account: string, entry_id: string) => data(client.POST('/knowledge/{account}/entries/{entry_id}/revive', { params: { path: { account, entry_id } } }))
export const previewEntry = (account: string, typed: Typed) => data(client.POST('/knowledge/{account}/preview', { ...of(account), body: typed }))
const byJob = (job_id: string) => ({ params: { path: { job_id } } })
export const findDuplicates = (account: string) => data(client.POST('/knowledge/{account}/duplicates', of(account)))
export const getDuplicates = (job: string) => data(client.GET('/duplicates/{job_id}', byJob(job)))

export const getStanding = (account: string) => data(client.GET('/knowledge/{account}/standing', of(account)))
export const getVersions = (account: string, cursor = '') => data(client.GET('/knowledge/{account}/versions', { params: { path: { account }, query: { cursor } } }))
export const getDifference = (account: string, older = -1, newer = -1, cursor = '') => data(client.GET('/knowledge/{account}/difference', { params: { path: { account }, query: { older, newer, cursor } } }))

export const submitVersion = (account: string, number: number, note = '') =>
  data(client.POST('/knowledge/{account}/versions/{number}/submit', { params: { path: { account, number } }, body: { note }, headers: once() }))
export const releaseVersion = (account: string, number: number) => data(client.POST('/knowledge/{account}/versions/{number}/release', { params: { path: { account, number } } }))
export const sendBackVersion = (account: string, number: number, reason: string) =>
  data(client.POST('/knowledge/{account}/versions/{number}/send-back', { params: { path: { account, number } }, body: { reason } }))
export const restoreVersion = (account: string, number: number) =>
  data(client.POST('/knowledge/{account}/versions/{number}/restore', { params: { path: { account, number } }, headers: once() }))
export const dropDrafts = (account: string) => data(client.POST('/knowledge/{account}/drop', of(account)))

export const getQuestions = (account: string, query: object) => data(client.GET('/questions/{account}', { params: { path: { account }, query } }))
export function answerQuestion(account: string, key: string, body: Schemas['QuestionAnswer'], once: string) {
  return data(client.POST('/questions/{account}/{key}/answer', { params: { path: { account, key } }, body, headers: { 'Idempotency-Key': once } }))
}

export interface Trial {
  text: string
  tap?: string
  draft?: boolean
  entry?: Typed
  rule?: RuleTyped
}
export const tryOut = (account: string, trial: Trial) => data(client.POST('/tryouts/{account}', { ...of(account), body: trial }))

export type RuleSeen = Schemas['RuleSeen']
export type RuleText = Schemas['RuleText']
export type ReplyText = Schemas['ReplyText']
export type Finding = Schemas['Finding']
export type DryRunSeen = Schemas['DryRunSeen']
export type ImportOutcome = Schemas['ImportOutcome']
export type PolicyText = Schemas['PolicyText']
export type PolicyRow = Schemas['PolicyRow']
export type TrialSeen = Schemas['TrialSeen']
export type SentFile = Schemas['SentFile']
export type Kind = NonNullable<RuleText['kind']>

export interface RuleTyped {
  name: string | null
  text: RuleText
}

export const getRules = (account: string, query: object) => data(client.GET('/rules/{account}', { params: { path: { account }, query } }))
export const getRule = (account: string, kind: Kind, name: string) => data(client.GET('/rules/{account}/one', { params: { path: { account }, query: { kind, name } } }))
export const addRule = (account: string, text: RuleText, key: string) => data(client.POST('/rules/{account}', { ...of(account), body: { text }, headers: { 'Idempotency-Key': key } }))
export const saveRule = (account: string, name: string, text: RuleText, mark: string) => data(client.PUT('/rules/{account}', { ...of(account), body: { name, text }, headers: from(mark) }))
export const removeRule = (account: string, kind: Kind, name: string, mark: string) =>
  data(client.DELETE('/rules/{account}', { params: { path: { account }, query: { kind, name } }, headers: from(mark) }))
export const restoreRules = (account: string, number: number) =>
  data(client.POST('/rules/{account}/versions/{number}/restore', { params: { path: { account, number } }, headers: once() }))
export const getRuleVersions = (account: string, cursor = '') => data(client.GET('/rules/{account}/versions', { params: { path: { account }, query: { cursor } } }))
export const getRuleDifference = (account: string, older: number, newer: number) => data(client.GET('/rules/{account}/difference', { params: { path: { account }, query: { older, newer } } }))
export const getFindings = (account: string) => data(client.GET('/rules/{account}/lint', of(account)))
export const dryRun = (account: string, body: Schemas['Edit']) => data(client.POST('/rules/{account}/dry-run', { ...of(account), body }))
export const getDryRun = (job: string) => data(client.GET('/dry-runs/{job_id}', byJob(job)))
export const getRulesFile = (account: string, template: boolean) => data(client.GET('/rules/{account}/file', { params: { path: { account }, query: { template } } }))
export const getKnowledgeFile = (account: string, query: { policies?: boolean; template?: boolean }) => data(client.GET('/knowledge/{account}/file', { params: { path: { account }, query } }))

export const importPaths = { rules: '/rules/{account}/import', entries: '/knowledge/{account}/entries-import', policies: '/knowledge/{account}/policies-import' } as const
export function importList(what: keyof typeof importPaths, account: string, body: Schemas['ImportedList'], key = '') {
  return data(client.POST(importPaths[what], { ...of(account), body, headers: key ? { 'Idempotency-Key': key } : {} }))
}

export const getImport = (job: string) => data(client.GET('/imports/{job_id}', byJob(job)))

export const getPolicies = (account: string, query: object) => data(client.GET('/knowledge/{account}/policies', { params: { path: { account }, query } }))
export async function getPolicy(account: string, document_id: string) {
  const said = await client.GET('/knowledge/{account}/policies/{document_id}', { params: { path: { account, document_id } } })
  return { policy: said.data!, mark: said.response.headers.get('ETag') ?? '' }
}
export const addPolicy = (account: string, text: PolicyText, key: string) => data(client.POST('/knowledge/{account}/policies', { ...of(account), body: { text }, headers: { 'Idempotency-Key': key } }))
export const savePolicy = (account: string, document_id: string, text: PolicyText, mark: string) =>
  data(client.PUT('/knowledge/{account}/policies/{document_id}', { params: { path: { account, document_id } }, body: { text }, headers: from(mark) }))
export const previewPolicy = (account: string, text: PolicyText) => data(client.POST('/knowledge/{account}/policy-preview', { ...of(account), body: { text } }))
export const getThresholds = (account: string) => data(client.GET('/knowledge/{account}/thresholds', of(account)))
export const tryThresholds = (account: string, days: number) => data(client.POST('/knowledge/{account}/threshold-trial', { ...of(account), body: { days } }))
export const getTrial = (job: string) => data(client.GET('/threshold-trials/{job_id}', byJob(job)))
export const adoptThresholds = (account: string, sure: number, unsure: number) => data(client.POST('/knowledge/{account}/thresholds', { ...of(account), body: { sure, unsure } }))
