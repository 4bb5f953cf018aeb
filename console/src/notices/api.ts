import type { components } from '@made/api'
import { client, data, newKey } from '@/api/client'

type Schemas = components['schemas']
export type NoticesSeen = Schemas['NoticesSeen']
export type TemplateSeen = Schemas['NoticeTemplateSeen']
export type PurposeSeen = Schemas['NoticePurposeSeen']
export type EstimateSeen = Schemas['NoticeEstimateSeen']
export type ListSeen = Schemas['NoticeListSeen']
export type LineSeen = Schemas['NoticeLineSeen']
export type DraftTyped = Schemas['NoticeDraftTyped']
export type Purpose = Schemas['Purpose']

const of = (account: string) => ({ params: { path: { account } } })
const once = () => ({ 'Idempotency-Key': newKey() })

export const getNotices = (account: string) => data(client.GET('/notices/{account}', of(account)))
export const fetchTemplates = (account: string) => data(client.POST('/notices/{account}/templates/fetch', of(account)))
export const getTitles = (account: string) => data(client.GET('/notices/{account}/titles', of(account)))
export const getKeywords = (account: string, tid: string) => data(client.GET('/notices/{account}/titles/{tid}', { params: { path: { account, tid } } }))
export const addTemplate = (account: string, body: Schemas['NoticeTemplateTyped']) => data(client.POST('/notices/{account}/templates', { ...of(account), body, headers: once() }))
export const deleteTemplate = (account: string, template: string) => data(client.DELETE('/notices/{account}/templates/{template}', { params: { path: { account, template } } }))
export const servePurpose = (account: string, purpose: Purpose, body: Schemas['NoticePurposeTyped']) => data(client.PUT('/notices/{account}/purposes/{purpose}', { params: { path: { account, purpose } }, body }))
export const stopPurpose = (account: string, purpose: Purpose) => data(client.DELETE('/notices/{account}/purposes/{purpose}', { params: { path: { account, purpose } } }))
export const estimate = (account: string, body: DraftTyped) => data(client.POST('/notices/{account}/estimate', { ...of(account), body }))
export const getLists = (account: string, after = '') => data(client.GET('/notices/{account}/lists', { params: { path: { account }, query: { after } } }))
export const prepareList = (account: string, body: DraftTyped) => data(client.POST('/notices/{account}/lists', { ...of(account), body, headers: once() }))
export const prepareAlert = (account: string, policy: string) => data(client.POST('/notices/{account}/alerts/{policy}', { params: { path: { account, policy } }, headers: once() }))

const list = (account: string, id: string) => ({ params: { path: { account, list: id } } })
export const confirmList = (account: string, id: string, receivers: number) => data(client.POST('/notices/{account}/lists/{list}/confirm', { ...list(account, id), body: { receivers } }))
export const stopList = (account: string, id: string) => data(client.POST('/notices/{account}/lists/{list}/stop', list(account, id)))
export const resumeList = (account: string, id: string) => data(client.POST('/notices/{account}/lists/{list}/resume', list(account, id)))
export const dropList = (account: string, id: string) => data(client.POST('/notices/{account}/lists/{list}/drop', list(account, id)))
