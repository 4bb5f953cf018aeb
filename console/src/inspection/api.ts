import { client, data, from, newKey } from '@/api/client'
import type { components } from '@made/api'
import { base64Of } from '@/shared/picture-file'

type S = components['schemas']
export type Deed = S['Deed']
export type Finding = S['FindingSeen']
export type Detail = S['FindingDetail']
export type FindingState = S['FindingState']
export type Action = S['FindingAction']
export type Rules = S['RulesSeen']
export type Indicator = S['Indicator']
export type IndicatorSeen = S['IndicatorSeen']
export type Inspected = S['InspectedSeen']
export type Overview = S['InspectionOverview']
export type Group = S['GroupCount']
export type Notice = S['NoticeMade']
export type Paper = S['Paper']
export type Wanted = S['WantedNotice']
export type Texts = S['NoticeTexts']
export type NoticeKind = S['PaperKind']

export interface Filter { state: string; severity: string; group: string; indicator: string; account: string; overdue: boolean; text: string }

export const getOverview = (unit: string) => data(client.GET('/inspection/overview', { params: { query: { unit } } }))

export function getFindings(unit: string, filter: Partial<Filter>, states: FindingState[], cursor = '', limit = 20) {
  const { state: _, severity, group, ...rest } = filter
  const query = {
    unit, cursor, limit, ...rest,
    ...(states.length ? { state: states } : {}),
    ...(severity ? { severity: severity as S['FindingSeverity'] } : {}),
    ...(group ? { group: group as S['IndicatorGroup'] } : {}),
  }
  return data(client.GET('/inspection/findings', { params: { query } }))
}

export const getFinding = (id: string) => data(client.GET('/inspection/findings/{finding_id}', { params: { path: { finding_id: id } } }))
export const act = (id: string, action: Action, text: string, proofs: string[]) =>
  data(client.POST('/inspection/findings/{finding_id}/actions', { params: { path: { finding_id: id } }, body: { action, text, proofs } }))
export const assign = (id: string, person: string, note: string) =>
  data(client.PUT('/inspection/findings/{finding_id}/owner', { params: { path: { finding_id: id } }, body: { person, note } }))
export const recheck = (id: string) => data(client.POST('/inspection/findings/{finding_id}/recheck', { params: { path: { finding_id: id } } }))
export const addFinding = (body: S['NewFinding'], key: string) => data(client.POST('/inspection/findings', { body, headers: { 'Idempotency-Key': key } }))
export const fileOf = (id: string, ref: string) => data(client.GET('/inspection/findings/{finding_id}/file', { params: { path: { finding_id: id }, query: { ref } } }))

/** Keep a file; the next step of a finding names it by what this returns. */
export async function keepFile(unit: string, file: File): Promise<S['ProofKept']> {
  return data(client.POST('/inspection/proofs', { body: { unit, name: file.name || '截图.png', base64: await base64Of(file) } }))
}

export const getRules = (unit: string) => data(client.GET('/inspection/indicators/{unit}', { params: { path: { unit } } }))
export const saveRules = (unit: string, base: number, body: S['NewIndicators']) =>
  data(client.PUT('/inspection/indicators/{unit}', { params: { path: { unit } }, body, headers: from(base) }))
export const restoreRules = (unit: string, base: number, version: number, reason: string) =>
  data(client.POST('/inspection/indicators/{unit}/restore', { params: { path: { unit } }, body: { version, reason }, headers: from(base) }))
export const compareRules = (unit: string, older: number, newer: number) =>
  data(client.GET('/inspection/indicators/{unit}/compare', { params: { path: { unit }, query: { older, newer } } }))

export const getRuns = (unit: string, cursor = '') => data(client.GET('/inspection/runs', { params: { query: { unit, cursor } } }))
export const getRun = (unit: string, id: string) => data(client.GET('/inspection/runs/{run_id}', { params: { path: { run_id: id }, query: { unit } } }))
export const startRun = (body: S['NewRun'], key = newKey()) => data(client.POST('/inspection/runs', { body, headers: { 'Idempotency-Key': key } }))

export const getNotices = (unit: string, kind: string, cursor = '') =>
  data(client.GET('/inspection/notices', { params: { query: { unit, cursor, ...(kind ? { kind: kind as NoticeKind } : {}) } } }))
export const getNotice = (unit: string, notice: string) => data(client.GET('/inspection/notices/{notice}', { params: { path: { notice }, query: { unit } } }))
export const previewNotice = (body: Wanted) => data(client.POST('/inspection/notices/preview', { body }))
export const makeNotice = (body: Wanted, key: string) => data(client.POST('/inspection/notices', { body, headers: { 'Idempotency-Key': key } }))
export const noticeFile = (unit: string, notice: string, form: 'docx' | 'xlsx') =>
  data(client.POST('/inspection/notices/{notice}/files', { params: { path: { notice }, query: { unit } }, body: { form } }))
export const orderOf = (unit: string, notice: string, key: string) =>
  data(client.POST('/inspection/notices/{notice}/order', { params: { path: { notice }, query: { unit } }, headers: { 'Idempotency-Key': key } }))
export const removeNotice = (unit: string, notice: string, reason: string) =>
  data(client.DELETE('/inspection/notices/{notice}', { params: { path: { notice }, query: { unit, reason } } }))
export const getTexts = (unit: string, kind: NoticeKind) => data(client.GET('/inspection/notice-texts', { params: { query: { unit, kind } } }))
export const saveTexts = (unit: string, kind: NoticeKind, version: number, texts: Texts) =>
  data(client.PUT('/inspection/notice-texts', { body: { unit, kind, version, texts } }))

/** Have the browser save what lies at an address. */
export function saveAs(file: { name: string; url: string }): void {
  Object.assign(document.createElement('a'), { href: file.url, download: file.name, rel: 'noopener' }).click()
}
