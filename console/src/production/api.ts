import type { components } from '@made/api'
import { client, data, from, newKey } from '@/api/client'

type Schemas = components['schemas']
export type Production = Schemas['Production']
export type Row = Schemas['ProductionRow']
export type Sets = Schemas['SetsSeen']
export type Plan = Schemas['ProductionPlan']
export type Form = Schemas['ProductForm']
export type Ordered = Schemas['OrderedProduct']

export interface Filter { unit: string; below?: boolean; person?: string; form?: string; state?: string; late?: boolean; since?: string; until?: string; topic?: string; words?: string }

const one = (topic_id: string, assignment: string) => ({ params: { path: { topic_id, assignment } } })
export const getProduction = (query: Filter) => data(client.GET('/production', { params: { query } }))
export const getSets = (unit: string) => data(client.GET('/production-sets', { params: { query: { unit } } }))
export const saveSets = (unit: string, version: number, sets: Schemas['WrittenSets']['sets']) => data(client.PUT('/production-sets', { params: { query: { unit } }, headers: from(version), body: { sets } }))
export const getPlan = (unit: string, days: string) => data(client.GET('/production-plan', { params: { query: { unit, days } } }))
export const exportPlan = (unit: string, days: string, reason: string) => data(client.POST('/production-plan/export', { body: { unit, days, reason }, headers: { 'Idempotency-Key': newKey() } }))
export const orderProducts = (topic_id: string, wanted: Ordered[]) => data(client.POST('/production/{topic_id}/order', { params: { path: { topic_id } }, body: { wanted }, headers: { 'Idempotency-Key': newKey() } }))
export const startProduct = (topic: string, assignment: string) => data(client.POST('/production/{topic_id}/{assignment}/start', { ...one(topic, assignment), body: { account: '' } }))
export const remindOf = (topic: string, assignment: string) => data(client.POST('/production/{topic_id}/{assignment}/remind', one(topic, assignment)))
