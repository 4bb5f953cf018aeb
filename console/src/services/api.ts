import type { components } from '@made/api'
import { client, data, newKey } from '@/api/client'

type Schemas = components['schemas']
export type Services = Schemas['Services']
export type ServiceRow = Schemas['ServiceRow']
export type ServiceSeen = Schemas['ServiceSeen']
export type FieldSeen = Schemas['FieldSeen']
export type CatalogueVersionSeen = Schemas['CatalogueVersionSeen']
export type Typed = Record<string, string>

export interface Marked {
  service: ServiceSeen
  /** The content that an edit starts from. */
  mark: string
}

const of = (unit: string) => ({ params: { path: { unit } } })
const one = (unit: string, service: string) => ({ params: { path: { unit, service } } })
const version = (unit: string, number: number) => ({ params: { path: { unit, number } } })
const once = () => ({ 'Idempotency-Key': newKey() })

export const getServices = (unit: string, query: object) => data(client.GET('/catalogue/{unit}/services', { params: { path: { unit }, query } }))
export const getForm = (unit: string) => data(client.GET('/catalogue/{unit}/form', of(unit)))
export async function getService(unit: string, service: string): Promise<Marked> {
  const said = await client.GET('/catalogue/{unit}/services/{service}', one(unit, service))
  return { service: said.data!, mark: said.response.headers.get('ETag') ?? '' }
}
export const previewService = (unit: string, typed: Typed) => data(client.POST('/catalogue/{unit}/preview', { ...of(unit), body: { typed } }))
export const addService = (unit: string, typed: Typed, key: string) => data(client.POST('/catalogue/{unit}/services', { ...of(unit), body: { typed }, headers: { 'Idempotency-Key': key } }))
export const saveService = (unit: string, service: string, typed: Typed, mark: string) => data(client.PUT('/catalogue/{unit}/services/{service}', { ...one(unit, service), body: { typed }, headers: { 'If-Match': mark } }))
export const maintainService = (unit: string, service: string, body: Schemas['MaintenanceSet']) => data(client.POST('/catalogue/{unit}/services/{service}/maintain', { ...one(unit, service), body }))
export const retireService = (unit: string, service: string, body: Schemas['RetirementSet']) => data(client.POST('/catalogue/{unit}/services/{service}/retire', { ...one(unit, service), body }))
export const resumeService = (unit: string, service: string) => data(client.POST('/catalogue/{unit}/services/{service}/resume', { ...one(unit, service), body: { note: '' } }))
export const checkLinks = (unit: string) => data(client.POST('/catalogue/{unit}/links', of(unit)))

export const getVersions = (unit: string) => data(client.GET('/catalogue/{unit}/versions', of(unit)))
export const getDifference = (unit: string, older: number, newer: number) => data(client.GET('/catalogue/{unit}/difference', { params: { path: { unit }, query: { older, newer } } }))
export const submitVersion = (unit: string, number: number) => data(client.POST('/catalogue/{unit}/versions/{number}/submit', { ...version(unit, number), body: { note: '' }, headers: once() }))
export const releaseVersion = (unit: string, number: number) => data(client.POST('/catalogue/{unit}/versions/{number}/release', version(unit, number)))
export const rejectVersion = (unit: string, number: number, reason: string) => data(client.POST('/catalogue/{unit}/versions/{number}/reject', { ...version(unit, number), body: { reason } }))
export const restoreVersion = (unit: string, number: number) => data(client.POST('/catalogue/{unit}/versions/{number}/restore', { ...version(unit, number), headers: once() }))

export const importServices = (unit: string, body: Schemas['ImportedList'], key: string) => data(client.POST('/catalogue/{unit}/import', { ...of(unit), body, headers: key ? { 'Idempotency-Key': key } : {} }))
export const getFile = (unit: string, template: boolean) => data(client.GET('/catalogue/{unit}/file', { params: { path: { unit }, query: { template } } }))
