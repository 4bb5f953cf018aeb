import type { components } from '@made/api'
import { client, data, from, newKey } from '@/api/client'

type Schemas = components['schemas']
export type Deed = Schemas['Deed']
export type MenuSeen = Schemas['MenuSeen']
export type MenuDocument = MenuSeen['draft']
export type Button = NonNullable<MenuDocument['buttons']>[number]
export type ConditionalMenu = NonNullable<MenuDocument['conditional']>[number]
export type FaultSeen = Schemas['FaultSeen']
export type KindSeen = Schemas['KindSeen']
export type PublicationSeen = Schemas['PublicationSeen']
export type DifferenceSeen = Schemas['DifferenceSeen']
export type Suggestion = Schemas['MenuSuggestion']
export type PlanTyped = Schemas['PlanTyped']

const of = (account: string) => ({ params: { path: { account } } })
const once = () => ({ 'Idempotency-Key': newKey() })

export function deed(deeds: Deed[] | undefined, name: string): Deed | undefined {
  return deeds?.find((one) => one.name === name)
}

export const getMenu = (account: string) => data(client.GET('/menus/{account}', of(account)))

export const saveDraft = (account: string, document: MenuDocument, edition: number) =>
  data(client.PUT('/menus/{account}/draft', { ...of(account), body: { document }, headers: from(edition) }))

export const checkMenu = (account: string, document: MenuDocument) =>
  data(client.POST('/menus/{account}/check', { ...of(account), body: { document } }))

export const publish = (account: string, plan: PlanTyped, edition: number) =>
  data(client.POST('/menus/{account}/publications', { ...of(account), body: plan, headers: { ...from(edition), ...once() } }))

type Decision = 'approve' | 'reject' | 'cancel'

export const decide = (account: string, number: string, decision: Decision, reason: string, overwrite = false) =>
  data(client.POST(`/menus/{account}/publications/{number}/${decision}`, { params: { path: { account, number } }, body: { reason, overwrite } }))

export const setTwoPeople = (account: string, two_people: boolean) =>
  data(client.PUT('/menus/{account}/two-people', { ...of(account), body: { two_people } }))

export const look = (account: string) => data(client.POST('/menus/{account}/look', of(account)))

export const decideDrift = (account: string, choice: 'take_over' | 'overwrite', reason: string) =>
  data(client.POST('/menus/{account}/drift', { ...of(account), body: { choice, reason } }))

export const getFollowersMenu = (account: string, user: string) =>
  data(client.GET('/menus/{account}/follower', { params: { path: { account }, query: { user } } }))

export const getTags = (account: string) => data(client.GET('/menus/{account}/tags', of(account)))

export const getSuggestions = (account: string) => data(client.GET('/menus/{account}/suggestions', of(account)))

export const getPages = (account: string) => data(client.GET('/menus/{account}/pages', of(account)))

export const getVersions = (account: string, cursor = '') =>
  data(client.GET('/menus/{account}/versions', { params: { path: { account }, query: { cursor } } }))

export const getVersion = (account: string, number: number) =>
  data(client.GET('/menus/{account}/versions/{number}', { params: { path: { account, number } } }))

export const getDifference = (account: string, older: number, newer: number) =>
  data(client.GET('/menus/{account}/difference', { params: { path: { account }, query: { older, newer } } }))

export const restoreVersion = (account: string, number: number, plan: PlanTyped) =>
  data(client.POST('/menus/{account}/versions/{number}/restore', { params: { path: { account, number } }, body: plan, headers: once() }))

export const getClicks = (account: string, number: number) =>
  data(client.GET('/menus/{account}/clicks', { params: { path: { account }, query: { number } } }))
