import type { components } from '@made/api'
import { client, data, from, newKey } from '@/api/client'

type Schemas = components['schemas']
export type ColumnsAll = Schemas['ColumnsPage']
export type ColumnRow = Schemas['ColumnRow']
export type ColumnSeen = Schemas['ColumnSeen']
export type SeriesRow = Schemas['SeriesRow']
export type SeriesSeen = Schemas['SeriesSeen']
export type SeriesEntry = Schemas['SeriesEntry']
export type CollectionRow = Schemas['CollectionRow']
export type CollectionSeen = Schemas['CollectionSeen']
export type Choices = Schemas['ColumnChoices']
export type Candidate = Schemas['SeenArticle']
export type WrittenColumn = Omit<Schemas['NewColumn'], 'unit'>
export type WrittenSeries = Omit<Schemas['NewSeries'], 'unit'>
export type WrittenCollection = Omit<Schemas['NewCollection'], 'unit'>
export type StateAct = Schemas['WantedState']['action']

const key = () => ({ 'Idempotency-Key': newKey() })
const column = (column_id: string) => ({ params: { path: { column_id } } })
const series = (series_id: string) => ({ params: { path: { series_id } } })
const collection = (collection_id: string) => ({ params: { path: { collection_id } } })

export const getAll = (unit: string) => data(client.GET('/columns', { params: { query: { unit } } }))
export const getChoices = (unit: string) => data(client.GET('/columns/choices', { params: { query: { unit } } }))
export const findArticles = async (unit: string, words: string) => (await data(client.GET('/columns/articles', { params: { query: { unit, words } } }))).articles

export const addColumn = (unit: string, body: WrittenColumn) => data(client.POST('/columns', { body: { unit, ...body }, headers: key() }))
export const getColumn = (column_id: string, unit: string) => data(client.GET('/columns/{column_id}', { params: { path: { column_id }, query: { unit } } }))
export const editColumn = (id: string, version: number, body: WrittenColumn) => data(client.PUT('/columns/{column_id}', { ...column(id), body, headers: from(version) }))
export const moveColumn = (id: string, action: StateAct) => data(client.POST('/columns/{column_id}/state', { ...column(id), body: { action } }))
export const beginIssue = async (id: string, unit: string) => (await data(client.POST('/columns/{column_id}/issue', { ...column(id), body: { unit, series: '' }, headers: key() }))).draft

export const addSeries = (unit: string, body: WrittenSeries) => data(client.POST('/series', { body: { unit, ...body }, headers: key() }))
export const getSeries = (id: string) => data(client.GET('/series/{series_id}', series(id)))
export const editSeries = (id: string, version: number, body: WrittenSeries, renumber: boolean) =>
  data(client.PUT('/series/{series_id}', { ...series(id), body: { ...body, renumber }, headers: from(version) }))
export const moveSeries = (id: string, action: StateAct) => data(client.POST('/series/{series_id}/state', { ...series(id), body: { action } }))
export const beginInSeries = async (id: string) => (await data(client.POST('/series/{series_id}/issue', { ...series(id), headers: key() }))).draft
export const join = (id: string, article: string) => data(client.POST('/series/{series_id}/articles', { ...series(id), body: { article } }))
export const reorder = (id: string, version: number, articles: string[], renumber: boolean) =>
  data(client.PUT('/series/{series_id}/articles', { ...series(id), body: { articles, renumber }, headers: from(version) }))
export const leave = (id: string, version: number, article: string, renumber: boolean) =>
  data(client.POST('/series/{series_id}/leave', { ...series(id), body: { article, renumber }, headers: from(version) }))
export const getSeriesPage = async (series_id: string, page: string) => (await data(client.GET('/series/{series_id}/page', { params: { path: { series_id }, query: { page } } }))).html

export const addCollection = (unit: string, body: WrittenCollection) => data(client.POST('/collections', { body: { unit, ...body }, headers: key() }))
export const getCollection = (id: string) => data(client.GET('/collections/{collection_id}', collection(id)))
export const editCollection = (id: string, version: number, body: WrittenCollection) =>
  data(client.PUT('/collections/{collection_id}', { ...collection(id), body, headers: from(version) }))
export const moveCollection = (id: string, action: StateAct) => data(client.POST('/collections/{collection_id}/state', { ...collection(id), body: { action } }))
export const pick = (id: string, version: number, articles: string[]) =>
  data(client.PUT('/collections/{collection_id}/articles', { ...collection(id), body: { articles }, headers: from(version) }))
export const leaveOut = (id: string, article: string) => data(client.POST('/collections/{collection_id}/leave-out', { ...collection(id), body: { article } }))
export const getCollectionPage = async (collection_id: string, page: string) =>
  (await data(client.GET('/collections/{collection_id}/page', { params: { path: { collection_id }, query: { page } } }))).html
