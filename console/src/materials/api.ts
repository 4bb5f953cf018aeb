import type { components } from '@made/api'
import { client, data, from, newKey } from '@/api/client'
import { sendFile } from '@/shared/upload'

type Schemas = components['schemas']
export type MaterialRow = Schemas['MaterialRow']
export type MaterialDetail = Schemas['MaterialDetail']
export type MaterialList = Schemas['MaterialList']
export type MaterialChoices = Schemas['MaterialChoices']
export type SentFile = Schemas['MaterialSent']
export type Kind = Schemas['MaterialKind']
export type Licence = Schemas['LicenceKind']
export type Reach = Schemas['MaterialReach']
export type Consent = Schemas['Consent']

/** What a person types of a material; empty texts are nothing. */
export interface Typed {
  title: string
  description: string
  tags: string[]
  matter: string
  source: string
  author: string
  licence: Licence
  licensedBy: string
  licensedUntil: string
  reach: Reach
  accounts: string[]
  validFrom: string
  validUntil: string
  consent: Consent
  owner: string
}

export function blank(): Typed {
  return { title: '', description: '', tags: [], matter: '', source: '', author: '', licence: 'own', licensedBy: '', licensedUntil: '', reach: 'below', accounts: [], validFrom: '', validUntil: '', consent: 'none', owner: '' }
}

export function typedOf(one: MaterialDetail): Typed {
  const text = one.text
  return {
    ...blank(),
    title: text.title, description: text.description ?? '', tags: [...(text.tags ?? [])], matter: text.matter ?? '', source: text.source ?? '', author: text.author ?? '',
    licence: text.licence?.kind ?? 'own', licensedBy: text.licence?.by ?? '', licensedUntil: text.licence?.until ?? '', reach: text.scope?.reach ?? 'below', accounts: [...(text.scope?.accounts ?? [])],
    validFrom: text.valid_from ?? '', validUntil: text.valid_until ?? '', consent: text.consent ?? 'none', owner: text.owner ?? '',
  }
}

function textOf(typed: Typed): Schemas['MaterialText'] {
  return {
    title: typed.title, description: typed.description, tags: typed.tags, matter: typed.matter, source: typed.source, author: typed.author,
    licence: { kind: typed.licence, by: typed.licensedBy, until: typed.licensedUntil || null },
    scope: { reach: typed.reach, accounts: typed.accounts }, valid_from: typed.validFrom || null, valid_until: typed.validUntil || null, consent: typed.consent, contract: null, owner: typed.owner.trim(),
  }
}

export interface Filter { unit: string; words: string; tag: string; matter: string; kind: string; show: string; cursor: string; limit?: number }

const of = (material_id: string) => ({ params: { path: { material_id } } })
export const getMaterials = (query: Filter) => data(client.GET('/materials', { params: { query } }))
export const getChoices = () => data(client.GET('/material-choices'))
export const getOut = (unit: string) => data(client.GET('/materials-out', { params: { query: { unit } } })).then((said) => said.out)
export const getMaterial = (material_id: string, unit = '') => data(client.GET('/materials/{material_id}', { params: { path: { material_id }, query: { unit } } }))
export const addMaterial = (unit: string, kind: Kind, typed: Typed, more: { file?: string; passage?: string; contract?: string }) =>
  data(client.POST('/materials', { body: { unit, kind, text: textOf(typed), file: '', passage: '', contract: '', ...more }, headers: { 'Idempotency-Key': newKey() } }))
export const editMaterial = (id: string, version: number, typed: Typed, contract: string) =>
  data(client.PUT('/materials/{material_id}', { ...of(id), headers: from(version), body: { text: textOf(typed), contract } }))
export const replaceMaterial = (id: string, body: { file: string; passage: string; note: string }) => data(client.POST('/materials/{material_id}/versions', { ...of(id), body }))
export const retireMaterial = (id: string, reason: string) => data(client.POST('/materials/{material_id}/retire', { ...of(id), body: { reason } }))
export const restoreMaterial = (id: string) => data(client.POST('/materials/{material_id}/restore', of(id)))
export const putIntoArticle = (id: string, unit: string, cover: boolean) => data(client.POST('/materials/{material_id}/article', { ...of(id), body: { unit, cover, account: '' } }))

/** Send a file straight into the bucket and have it looked at. */
export async function sendMaterial(unit: string, file: File, progress: (share: number) => void): Promise<SentFile> {
  const ticket = await data(client.POST('/material-uploads', { body: { unit } }))
  await sendFile(ticket, file, progress)
  return data(client.POST('/material-files', { body: { unit, upload: ticket.upload, name: file.name } }))
}

export function sized(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
