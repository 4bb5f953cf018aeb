import type { components, paths } from '@made/api'
import { client, data, from, newKey } from '@/api/client'

type Schemas = components['schemas']
export type Matrix = Schemas['MatrixSeen']
export type Node = Schemas['MatrixNode']
export type Line = Schemas['MatrixLine']
export type Sign = Schemas['SignSeen']
export type Account = Schemas['MatrixAccount']
export type Health = Schemas['AccountHealth']
export type Responsible = Schemas['Responsible']
export type Thresholds = Schemas['MatrixThresholds']
export type Threshold = Schemas['SignalThreshold']
export type Leaving = Schemas['Leaving']
export type Life = Schemas['LifeAction']
export type Filter = Omit<NonNullable<paths['/matrix/accounts']['get']['parameters']['query']>, 'unit' | 'cursor' | 'limit'>

const at = (account: string) => ({ params: { path: { account } } })

export const getMatrix = (unit: string) => data(client.GET('/matrix', { params: { query: { unit } } }))
export const getAccounts = (unit: string, filter: Filter, cursor = '', limit = 50) =>
  data(client.GET('/matrix/accounts', { params: { query: { unit, ...filter, cursor, limit } } }))
export const getAccount = (account: string) => data(client.GET('/matrix/accounts/{account}', at(account)))
export const register = (account: string, body: Schemas['NewRegistration']) =>
  data(client.POST('/matrix/accounts/{account}/registration', { ...at(account), body }))
export const change = (account: string, version: number, body: Schemas['RegistrationInput']) =>
  data(client.PUT('/matrix/accounts/{account}/registration', { ...at(account), body, headers: from(version) }))
export const takeStep = (account: string, version: number, body: Schemas['StepInput']) =>
  data(client.POST('/matrix/accounts/{account}/steps', { ...at(account), body, headers: from(version) }))
export const lookNow = (account: string) => data(client.POST('/matrix/accounts/{account}/look', at(account)))
export const getThresholds = (unit: string) => data(client.GET('/matrix/thresholds', { params: { query: { unit } } }))
export const setThreshold = (version: number, body: Schemas['NewThreshold']) =>
  data(client.PUT('/matrix/thresholds', { body, headers: from(version) }))
export const exportAccounts = (body: Schemas['MatrixExport']) =>
  data(client.POST('/matrix/export', { body, headers: { 'Idempotency-Key': newKey() } }))
export const getLeaving = (person: string, to: string) =>
  data(client.GET('/matrix/people/{person}', { params: { path: { person }, query: { to } } }))
export const handOver = (person: string, body: Schemas['WantedHandOver']) =>
  data(client.POST('/matrix/people/{person}/hand-over', { params: { path: { person } }, body, headers: { 'Idempotency-Key': newKey() } }))
export const findPeople = (q: string) => data(client.GET('/people-found', { params: { query: { q } } }))
