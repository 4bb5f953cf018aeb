import type { components } from '@made/api'
import { client, data } from '@/api/client'

type Schemas = components['schemas']
export type Material = Schemas['Material']
export type Kind = Material['kind']

export const getMaterial = (unit: string, kind: Kind, words: string) =>
  data(client.GET('/product-material', { params: { query: { unit, kind, words } } })).then((said) => said.material)
export const getOutline = (unit: string, one: Material) =>
  data(client.POST('/product-material/outline', { body: { unit, chosen: { kind: one.kind, id: one.id, revision: one.revision, account: one.account } } })).then((said) => said.content)
