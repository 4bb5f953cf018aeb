import type { components } from '@made/api'
import { client, data, from, newKey } from '@/api/client'

type Schemas = components['schemas']
export type ProductRow = Schemas['ProductRow']
export type ProductSeen = Schemas['ProductSeen']
export type Form = ProductRow['form']
/** What an editor of a form holds; its form's module in the API says what stands there. */
export type Content = Record<string, unknown>

export interface ListFilter {
  unit: string
  form?: Form
  state?: ProductRow['state']
  person?: string
  published?: boolean
  words?: string
  cursor?: string
}
type Decision = Schemas['ProductDecision']['action']

const of = (product_id: string) => ({ params: { path: { product_id } } })

export const getProducts = (query: ListFilter) => data(client.GET('/products', { params: { query } }))
export const getAccounts = (unit: string) => data(client.GET('/product-accounts', { params: { query: { unit } } })).then((said) => said.accounts)
export const newProduct = (body: { unit: string; form: Form; title: string; account: string }, key: string) => data(client.POST('/products', { body, headers: { 'Idempotency-Key': key } }))
export const getProduct = (id: string) => data(client.GET('/products/{product_id}', of(id)))
export const saveProduct = (id: string, base: number, title: string, content: Content, note: string) =>
  data(client.PUT('/products/{product_id}', { ...of(id), headers: from(base), body: { title, content, note } }))
export const decide = (id: string, action: Decision, revision: number, note = '') => data(client.POST('/products/{product_id}/decide', { ...of(id), body: { action, revision, note } }))
export const getDifference = (id: string, older: number, newer: number) =>
  data(client.GET('/products/{product_id}/difference', { params: { path: { product_id: id }, query: { older, newer } } }))
export const markSeen = (id: string, revision: number) => data(client.PUT('/products/{product_id}/seen', { ...of(id), body: { revision } }))
export const publish = (id: string) => data(client.POST('/products/{product_id}/publish', of(id)))
export const takeDown = (id: string, reason: string) => data(client.POST('/products/{product_id}/take-down', { ...of(id), body: { reason } }))
export const makeFiles = (id: string) => data(client.POST('/products/{product_id}/files', of(id)))
export const getPreview = (id: string, page: string) => data(client.GET('/products/{product_id}/preview', { params: { path: { product_id: id }, query: { page } } })).then((said) => said.html)
export const typedPreview = (id: string, title: string, content: Content, page: string) =>
  data(client.POST('/products/{product_id}/preview', { ...of(id), body: { title, content, page } })).then((said) => said.html)
export const getWaiting = (everything: boolean) => data(client.GET('/product-reviews', { params: { query: { everything } } })).then((said) => said.waiting)
export const key = newKey
