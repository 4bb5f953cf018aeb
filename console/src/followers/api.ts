import type { components } from '@made/api'
import { client, data, newKey } from '@/api/client'

type Schemas = components['schemas']
export type FollowersSeen = Schemas['FollowersSeen']
export type PersonSeen = Schemas['FollowerSeen']
export type TagsPage = Schemas['TagsPage']
export type TagSeen = Schemas['TagSeen']
export type RuleTyped = Schemas['TagRuleTyped']
export type CodeSeen = Schemas['CodeSeen']
export type CodeWanted = Schemas['QrWanted']

const of = (account: string) => ({ params: { path: { account } } })
const once = () => ({ 'Idempotency-Key': newKey() })

export const getFollowers = (account: string) => data(client.GET('/followers/{account}', of(account)))
export const startSync = (account: string) => data(client.POST('/followers/{account}/sync', of(account)))
export const resumeSync = (account: string, accept: boolean, reason: string) =>
  data(client.POST('/followers/{account}/sync/resume', { ...of(account), body: { accept, reason } }))
export const cancelSync = (account: string) => data(client.POST('/followers/{account}/sync/cancel', of(account)))

export const getPerson = (account: string, openid: string) => data(client.POST('/followers/{account}/person', { ...of(account), body: { openid } }))
export const exportPerson = (account: string, openid: string) =>
  data(client.POST('/followers/{account}/person/export', { ...of(account), body: { openid } }))
export const erasePerson = (account: string, openid: string, reason: string) =>
  data(client.POST('/followers/{account}/person/erase', { ...of(account), body: { openid, reason } }))

export const getTags = (account: string) => data(client.GET('/follower-tags/{account}', of(account)))
export const createTag = (account: string, name: string) =>
  data(client.POST('/follower-tags/{account}', { ...of(account), body: { name }, headers: once() }))
export const renameTag = (account: string, tag: number, name: string) =>
  data(client.PUT('/follower-tags/{account}/tags/{tag}', { params: { path: { account, tag: String(tag) } }, body: { name } }))
export const deleteTag = (account: string, tag: number, reason: string) =>
  data(client.POST('/follower-tags/{account}/tags/{tag}/delete', { params: { path: { account, tag: String(tag) } }, body: { reason } }))
export const addRule = (account: string, rule: RuleTyped) =>
  data(client.POST('/follower-tags/{account}/rules', { ...of(account), body: rule, headers: once() }))
export const removeRule = (account: string, rule: string) =>
  data(client.POST('/follower-tags/{account}/rules/{rule}/remove', { params: { path: { account, rule } } }))
export const getBlacklist = (account: string) => data(client.GET('/follower-tags/{account}/blacklist', of(account)))
export const block = (account: string, openids: string[], blocked: boolean, reason: string) =>
  data(client.POST('/follower-tags/{account}/blacklist', { ...of(account), body: { openids, blocked, reason } }))

export const getCodes = (account: string) => data(client.GET('/qr-codes/{account}', of(account)))
export const makeCode = (account: string, wanted: CodeWanted) =>
  data(client.POST('/qr-codes/{account}', { ...of(account), body: wanted, headers: once() }))
export const changeCode = (account: string, scene: string, name: string, purpose: string) =>
  data(client.PUT('/qr-codes/{account}/{scene}', { params: { path: { account, scene } }, body: { name, purpose } }))
export const removeCode = (account: string, scene: string, reason: string) =>
  data(client.POST('/qr-codes/{account}/{scene}/remove', { params: { path: { account, scene } }, body: { reason } }))
