import type { components } from '@made/api'
import { client, data, from, newKey } from '@/api/client'
import { sendFile } from '@/shared/upload'
import type { AddressTyped } from './addressees'

type Schemas = components['schemas']
export type OrderRow = Schemas['OrderRow']
export type OrderSeen = Schemas['OrderSeen']
export type OrderDetail = Schemas['OrderDetail']
export type OrderChoices = Schemas['OrderChoices']
export type Reached = Schemas['OrderReached']
export type StandingRow = Schemas['OrderStandingRow']
export type ReceiptSeen = Schemas['OrderReceiptSeen']
export type ReceiptDetail = Schemas['ReceiptDetail']
export type ReportTyped = Schemas['GivenOrderReport']
export type DraftTyped = Schemas['OrderDraft']
export type Attachment = NonNullable<DraftTyped['attachments']>[number]
export type Clue = NonNullable<DraftTyped['clues']>[number]
export type Behind = Schemas['Behind']
export type ReceiptState = ReceiptSeen['state']

/** What of a list somebody wants; empty: all. */
export interface ListFilter {
  unit: string
  states: string
  kind: string
  urgency: string
  words: string
  overdue: boolean
  cursor: string
}

const of = (order_id: string) => ({ params: { path: { order_id } } })
const at = (order_id: string, unit: string) => ({ params: { path: { order_id, unit } } })

export const getOrders = (query: ListFilter) => data(client.GET('/orders', { params: { query } }))
export const getInbox = (query: ListFilter) => data(client.GET('/order-inbox', { params: { query } }))
export const getChoices = () => data(client.GET('/order-choices'))
export const getTags = (unit: string) => data(client.GET('/order-tags', { params: { query: { unit } } })).then((said) => said.tags)
export const getReach = (unit: string, address: AddressTyped) => data(client.POST('/order-receivers', { body: { unit, address } }))
export const getStatistics = (unit: string, since: string, until: string) =>
  data(client.GET('/order-statistics', { params: { query: { unit, since: since || undefined, until: until || undefined } } }))
export const startExport = (body: { unit?: string; order?: string; since?: string; until?: string; reason: string }) =>
  data(client.POST('/order-statistics/export', { body: { ...body, form: 'xlsx' }, headers: { 'Idempotency-Key': newKey() } }))

export const getOrder = (id: string) => data(client.GET('/orders/{order_id}', of(id)))
export const newDraft = (unit: string, draft: DraftTyped, key: string) => data(client.POST('/orders', { body: { ...draft, unit }, headers: { 'Idempotency-Key': key } }))
export const saveDraft = (id: string, version: number, draft: DraftTyped) => data(client.PUT('/orders/{order_id}', { ...of(id), headers: from(version), body: draft }))
export const drop = (id: string) => data(client.POST('/orders/{order_id}/drop', of(id)))
export const issue = (id: string) => data(client.POST('/orders/{order_id}/issue', of(id)))
export const approve = (id: string) => data(client.POST('/orders/{order_id}/approve', of(id)))
export const refuse = (id: string, reason: string) => data(client.POST('/orders/{order_id}/refuse', { ...of(id), body: { reason } }))
export const amend = (id: string, text: string) => data(client.POST('/orders/{order_id}/amend', { ...of(id), body: { text } }))
export const approveAmendment = (id: string) => data(client.POST('/orders/{order_id}/amendment/approve', of(id)))
export const refuseAmendment = (id: string, reason: string) => data(client.POST('/orders/{order_id}/amendment/refuse', { ...of(id), body: { reason } }))
export const remindAll = (id: string, which: Behind) => data(client.POST('/orders/{order_id}/remind', { ...of(id), body: { which, note: '' } }))
export const withdraw = (id: string, reason: string) => data(client.POST('/orders/{order_id}/withdraw', { ...of(id), body: { reason } }))

/** Which units of an order somebody wants to see. */
export interface StandingFilter {
  state: string
  overdue: boolean
  under: string
  words: string
  cursor: string
}
export const getStandings = (id: string, query: StandingFilter) => data(client.GET('/orders/{order_id}/receipts', { params: { path: { order_id: id }, query: { ...query, limit: 50 } } }))

export const getReceipt = (id: string, unit: string) => data(client.GET('/orders/{order_id}/receipts/{unit}', at(id, unit)))
export const sign = (id: string, unit: string) => data(client.POST('/orders/{order_id}/receipts/{unit}/sign', at(id, unit)))
export const start = (id: string, unit: string) => data(client.POST('/orders/{order_id}/receipts/{unit}/start', at(id, unit)))
export const acknowledge = (id: string, unit: string) => data(client.POST('/orders/{order_id}/receipts/{unit}/acknowledge', at(id, unit)))
export const forward = (id: string, unit: string, units: string[], note: string, done_by: string | null) =>
  data(client.POST('/orders/{order_id}/receipts/{unit}/forward', { ...at(id, unit), body: { units, note, done_by } }))
export const report = (id: string, unit: string, body: ReportTyped) => data(client.POST('/orders/{order_id}/receipts/{unit}/report', { ...at(id, unit), body }))
export const close = (id: string, unit: string) => data(client.POST('/orders/{order_id}/receipts/{unit}/close', at(id, unit)))
export const giveBack = (id: string, unit: string, reason: string) => data(client.POST('/orders/{order_id}/receipts/{unit}/return', { ...at(id, unit), body: { reason } }))
export const remind = (id: string, unit: string, note: string) => data(client.POST('/orders/{order_id}/receipts/{unit}/remind', { ...at(id, unit), body: { note } }))

/** Send a file straight into the bucket and have it checked; returns what an order or a report attaches. */
export async function sendAttachment(unit: string, file: File, progress: (share: number) => void): Promise<Attachment> {
  const ticket = await data(client.POST('/order-uploads', { body: { unit } }))
  await sendFile(ticket, file, progress)
  return data(client.POST('/order-files', { body: { unit, upload: ticket.upload, name: file.name } }))
}

/** The titles that a released article may have, to be attached to a 转载. */
export const getArticles = (unit: string) =>
  data(client.GET('/calendar/ready', { params: { query: { unit, all: true } } })).then((said) => said.articles.filter((one) => one.unit === unit))
/** Names of those who could issue as the second person. */
export const getApprovers = (unit: string) => data(client.GET('/order-approvers', { params: { query: { unit } } })).then((said) => said.names)
