import type { components } from '@made/api'
import { client, data, from, newKey } from '@/api/client'

type Schemas = components['schemas']
export type Board = Schemas['TopicBoard']
export type Card = Schemas['Card']
export type Move = Schemas['Move']
export type TopicSeen = Schemas['TopicSeen']
export type Basis = Schemas['BasisSeen']
export type Duties = Schemas['DutiesSeen']
export type Action = Schemas['BoardAction']
export type Step = Schemas['InquiryAction']
export type Form = Schemas['ProductForm']
export type Origin = Schemas['Origin']

const path = (topic_id: string) => ({ params: { path: { topic_id } } })

export const getBoard = (unit: string, dropped: boolean) => data(client.GET('/board', { params: { query: { unit, dropped } } }))
export const addTopic = (body: Schemas['NewTopic']) =>
  data(client.POST('/board/topics', { body, headers: { 'Idempotency-Key': newKey() } }))
export const getTopic = (id: string) => data(client.GET('/board/topics/{topic_id}', path(id)))
export const editTopic = (id: string, version: number, body: Schemas['EditedTopic']) =>
  data(client.PUT('/board/topics/{topic_id}', { ...path(id), body, headers: from(version) }))
export const moveTopic = (id: string, action: Action, reason = '') =>
  data(client.POST('/board/topics/{topic_id}/move', { ...path(id), body: { action, reason } }))
export const assignTopic = (id: string, body: Schemas['NewAssignment']) =>
  data(client.POST('/board/topics/{topic_id}/assignments', { ...path(id), body }))
export const workOn = (topic_id: string, assignment: string, body: { article: string; done: boolean }) =>
  data(client.POST('/board/topics/{topic_id}/assignments/{assignment}', { params: { path: { topic_id, assignment } }, body }))
export const inquire = (id: string, action: Step, more: { department?: string; reason?: string; forms?: Form[] } = {}) =>
  data(client.POST('/board/topics/{topic_id}/inquiry', { ...path(id), body: { action, department: '', reason: '', forms: [], ...more } }))
export const getEffect = (id: string) => data(client.GET('/board/topics/{topic_id}/effect', path(id)))

export const getAsked = (unit: string) => data(client.GET('/board/asked', { params: { query: { unit } } }))
export const getAskedTopic = (id: string) => data(client.GET('/board/asked/{topic_id}', path(id)))
export const stepAsked = (id: string, action: Step, more: { department?: string; reason?: string; text?: string; basis?: Basis[] } = {}) =>
  data(client.POST('/board/asked/{topic_id}', { ...path(id), body: { action, department: '', reason: '', text: '', basis: [], ...more } }))
export const findPolicies = (topic_id: string, q: string) =>
  data(client.GET('/board/asked/{topic_id}/policies', { params: { path: { topic_id }, query: { q } } }))

export const getDuties = (unit: string) => data(client.GET('/board/duties', { params: { query: { unit } } }))
export const setDuties = (unit: string, version: number, body: Schemas['WrittenDuties']) =>
  data(client.PUT('/board/duties', { params: { query: { unit } }, body, headers: from(version) }))
export const getEffects = (unit: string, month: string) => data(client.GET('/board/effects', { params: { query: { unit, month } } }))
export const exportEffects = (unit: string, month: string, reason: string) =>
  data(client.POST('/board/effects/export', { body: { unit, month, reason }, headers: { 'Idempotency-Key': newKey() } }))
