import type { components } from '@made/api'
import { client, data, from, newKey } from '@/api/client'

type Schemas = components['schemas']
export type Row = Schemas['ContributionRow']
export type Seen = Schemas['ContributionSeen']
export type Choices = Schemas['ContributionChoices']
export type Call = Schemas['ContributionCallSeen']
export type CallTyped = Schemas['ContributionCallText']
export type Typed = Schemas['ContributionText']
export type Held = Schemas['ReceiverSettings']
export type Points = Schemas['PointRules']
export type Ranking = Schemas['ContributionRanking']

/** What of a list somebody wants; empty: all. */
export interface Filter {
  unit: string
  states: string
  kind: string
  words: string
  cursor: string
}
export interface InboxFilter extends Filter {
  open: boolean
  sender: string
  matter: string
  call: string
  late: boolean
}

const of = (contribution_id: string) => ({ params: { path: { contribution_id } } })

export const getSent = (query: Filter) => data(client.GET('/contributions', { params: { query } }))
export const getReceived = (query: InboxFilter) => data(client.GET('/contribution-inbox', { params: { query } }))
export const getChoices = (unit: string) => data(client.GET('/contribution-choices', { params: { query: { unit } } }))
export const getOne = (id: string) => data(client.GET('/contributions/{contribution_id}', of(id)))
export const getArticlePage = (article_id: string, revision: number) =>
  data(client.GET('/articles/{article_id}/page', { params: { path: { article_id }, query: { revision } } })).then((said) => said.html)

export const begin = (unit: string, typed: Typed, key: string) => data(client.POST('/contributions', { body: { ...typed, unit }, headers: { 'Idempotency-Key': key } }))
export const save = (id: string, version: number, typed: Typed) => data(client.PUT('/contributions/{contribution_id}', { ...of(id), headers: from(version), body: typed }))
export const send = (id: string) => data(client.POST('/contributions/{contribution_id}/send', of(id)))
export const withdraw = (id: string, words: string) => data(client.POST('/contributions/{contribution_id}/withdraw', { ...of(id), body: { words } }))
export const acknowledge = (id: string) => data(client.POST('/contributions/{contribution_id}/acknowledge', of(id)))

export const receive = (id: string) => data(client.POST('/contributions/{contribution_id}/receive', of(id)))
export const adopt = (id: string, words = '') => data(client.POST('/contributions/{contribution_id}/adopt', { ...of(id), body: { words } }))
export const getMergeChoices = (id: string) => data(client.GET('/contributions/{contribution_id}/merge-choices', of(id))).then((said) => said.contributions)
export const merge = (id: string, into: string, words: string) => data(client.POST('/contributions/{contribution_id}/merge', { ...of(id), body: { into, words } }))
export const decline = (contributions: string[], reason: string, words: string) =>
  data(client.POST('/contribution-declines', { body: { contributions, reason, words } })).then((said) => said.outcomes)
export const giveBack = (id: string, words: string) => data(client.POST('/contributions/{contribution_id}/return', { ...of(id), body: { words } }))
export const undo = (id: string, words: string) => data(client.POST('/contributions/{contribution_id}/undo', { ...of(id), body: { words } }))

export const getCalls = (unit: string) => data(client.GET('/contribution-calls', { params: { query: { unit } } }))
export const makeCall = (unit: string, typed: CallTyped, key: string) => data(client.POST('/contribution-calls', { body: { ...typed, unit }, headers: { 'Idempotency-Key': key } }))
export const saveCall = (call_id: string, version: number, typed: CallTyped) =>
  data(client.PUT('/contribution-calls/{call_id}', { params: { path: { call_id } }, headers: from(version), body: typed }))
export const closeCall = (call_id: string) => data(client.POST('/contribution-calls/{call_id}/close', { params: { path: { call_id } } }))

export const getSettings = (unit: string) => data(client.GET('/contribution-settings', { params: { query: { unit } } }))
export const saveSettings = (version: number, body: Schemas['GivenContributionSettings']) => data(client.PUT('/contribution-settings', { headers: from(version), body }))
export const getRanking = (query: { unit: string; period: string; persons: boolean; looking: string }) => data(client.GET('/contribution-ranking', { params: { query } }))
export const startExport = (body: { unit: string; period: string; persons: boolean; reason: string }) =>
  data(client.POST('/contribution-ranking/export', { body: { ...body, form: 'xlsx' }, headers: { 'Idempotency-Key': newKey() } }))
