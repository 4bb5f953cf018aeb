import type { components } from '@made/api'
import { client, data, newKey } from '@/api/client'
import { sendFile } from '@/shared/upload'

type Schemas = components['schemas']
export type ArticleRow = Schemas['ArticleRow']
export type ArticleSeen = Schemas['ArticleSeen']
export type Remark = Schemas['Remark']
export type Examined = Schemas['Examined']
export type CommentSeen = Schemas['CommentSeen']
export type Compared = Schemas['Compared']
/** A version in a list of all: of an article, or of another product, of which none comes back by itself. */
export type Version = Pick<Schemas['RevisionSeen'], 'number' | 'by' | 'at' | 'note'> & { restored_from?: number | null }
export type Part = Schemas['Part']
export type Line = Schemas['Line']
export type EditorRules = Schemas['EditorRules']
export type Choice = Schemas['Deed']

/** A text as the editor holds it. */
export interface Typed {
  fields: Record<string, string>
  body: string
  files: Record<string, string>
}

const path = (article_id: string) => ({ params: { path: { article_id } } })

export const getArticle = (id: string) => data(client.GET('/articles/{article_id}', path(id)))
export const getRules = () => data(client.GET('/editor'))
export const getText = (id: string, revision = 0) =>
  data(client.GET('/articles/{article_id}/text', { params: { path: { article_id: id }, query: { revision } } }))
export const getRevisions = (id: string) => data(client.GET('/articles/{article_id}/revisions', path(id)))
export const getLog = (id: string) => data(client.GET('/articles/{article_id}/log', path(id)))
export const getPage = (id: string, revision = 0) =>
  data(client.GET('/articles/{article_id}/page', { params: { path: { article_id: id }, query: { revision } } }))
export const getDifference = (id: string, older: number, newer: number) =>
  data(client.GET('/articles/{article_id}/difference', { params: { path: { article_id: id }, query: { older, newer } } }))

export const createArticle = (unit: string, text: Typed, note: string, draft: string, key: string, of = { topic: '', assignment: '' }) =>
  data(client.POST('/articles', { body: { unit, text, note, draft, ...of }, headers: { 'Idempotency-Key': key } }))
export const saveRevision = (id: string, base: number, text: Typed, note: string, key: string) =>
  data(client.POST('/articles/{article_id}/revisions', { ...path(id), body: { base, text, note }, headers: { 'Idempotency-Key': key } }))
export const restoreRevision = (id: string, number: number) =>
  data(client.POST('/articles/{article_id}/restore', { ...path(id), body: { number } }))

export const examine = (unit: string, text: Typed) => data(client.POST('/editor/examine', { body: { unit, text } }))
export const takePasted = (unit: string, html: string) => data(client.POST('/editor/pasted', { body: { unit, html } }))
export const takeFile = (unit: string, upload: string, name: string) =>
  data(client.POST('/editor/file', { body: { unit, upload, name } }))
export const takePicture = (unit: string, upload: string, cover: boolean, name = '') =>
  data(client.POST('/editor/pictures', { body: { unit, upload, cover, name } }))

export const getDrafts = () => data(client.GET('/drafts'))
export const getDraft = (draft_id: string) => data(client.GET('/drafts/{draft_id}', { params: { path: { draft_id } } }))
export const keepDraft = (draft_id: string, unit: string, base: number, text: Typed) =>
  data(client.PUT('/drafts/{draft_id}', { params: { path: { draft_id } }, body: { unit, base, text } }))
export const dropDraft = (draft_id: string) => data(client.DELETE('/drafts/{draft_id}', { params: { path: { draft_id } } }))

export const lockArticle = (id: string, force = false) =>
  data(client.POST('/articles/{article_id}/lock', { ...path(id), body: { force } }))
export const unlockArticle = (id: string, force = false, keepalive = false) =>
  data(client.POST('/articles/{article_id}/unlock', { ...path(id), body: { force }, keepalive }))

export const submit = (id: string, note = '') => data(client.POST('/articles/{article_id}/submit', { ...path(id), body: { note } }))
export const withdraw = (id: string, note = '') => data(client.POST('/articles/{article_id}/withdraw', { ...path(id), body: { note } }))
export const approve = (id: string, revision: number, note: string) =>
  data(client.POST('/articles/{article_id}/approve', { ...path(id), body: { revision, note } }))
export const sendBack = (id: string, revision: number, reasons: string[]) =>
  data(client.POST('/articles/{article_id}/return', { ...path(id), body: { revision, reasons } }))
export const emergency = (id: string, revision: number, reason: string) =>
  data(client.POST('/articles/{article_id}/emergency', { ...path(id), body: { revision, reason } }))
export const getReview = (id: string) => data(client.GET('/reviews/{article_id}', path(id)))
export const getReviews = (everything: boolean) => data(client.GET('/reviews', { params: { query: { everything } } }))
export const markSeen = (id: string, revision: number) =>
  data(client.PUT('/reviews/{article_id}/seen', { ...path(id), body: { revision } }))
export const addComment = (id: string, text: string, quote: string, nth: number) =>
  data(client.POST('/articles/{article_id}/comments', { ...path(id), body: { text, quote, nth }, headers: { 'Idempotency-Key': newKey() } }))
export const resolveComment = (id: string, number: number) =>
  data(client.POST('/articles/{article_id}/comments/{number}/resolve', { params: { path: { article_id: id, number } } }))
export const sendPreview = (id: string, account: string, to: string, revision: number) =>
  data(client.POST('/articles/{article_id}/preview', { ...path(id), body: { account, to, revision } }))

/** Send a file straight into the bucket; returns its name in the calls that follow. `progress` gets 0 to 1. */
export async function uploadFile(unit: string, file: Blob, progress: (share: number) => void = () => {}): Promise<string> {
  const ticket = await data(client.POST('/editor/uploads', { body: { unit } }))
  await sendFile(ticket, file, progress)
  return ticket.upload
}

/** What this person may do, by the name of the action. */
export function choice(thing: { actions: Choice[] } | undefined, name: string): Choice | undefined {
  return thing?.actions.find((one) => one.name === name)
}

/** A name for a draft of an article that there is not yet. */
export function newDraftId(): string {
  return `new-${crypto.randomUUID()}`
}

/** Columns and series of a unit, by field; none where they cannot be read now: one types them. */
export async function namesFor(unit: string): Promise<Record<string, string[]>> {
  try {
    const found = await data(client.GET('/columns/choices', { params: { query: { unit } } }))
    return { column: found.columns.map((one) => one.name), series: found.series }
  } catch {
    return {}
  }
}
