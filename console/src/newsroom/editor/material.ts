import type { components } from '@made/api'
import { client, data } from '@/api/client'

type Schemas = components['schemas']
export type Styles = Schemas['Styles']
export type Sample = Schemas['Sample']
export type LibraryPicture = Schemas['LibraryPicture']
export type PublishedArticle = Schemas['PublishedArticle']

export const getStyles = (unit: string, theme: string, column: string) => data(client.POST('/editor/styles', { body: { unit, theme, column } }))
export const getPictures = (unit: string, cursor = '') => data(client.GET('/editor/pictures', { params: { query: { unit, cursor, limit: 24 } } }))
export const getPublished = (unit: string, words: string) => data(client.GET('/editor/published', { params: { query: { unit, words } } }))
export const takeMedia = (unit: string, upload: string, kind: 'video' | 'audio') => data(client.POST('/editor/media', { body: { unit, upload, kind } }))
