import type { components } from '@made/api'
import { client, data } from '@/api/client'

type Schemas = components['schemas']
export type Row = Schemas['QuestionTopicRow']
export type TopicList = Schemas['QuestionTopicList']
export type Seen = Schemas['QuestionTopicSeen']
export type Spike = Schemas['TopicSpike']
export type Question = Schemas['TopicQuestion']
export type Only = Schemas['OnlyTopics']
export type Order = Schemas['TopicOrder']

const AT = '/numbers/{account}/question-topics/{topic}'
const at = (account: string, topic: string) => ({ params: { path: { account, topic } } })

export const getTopics = (account: string, query: { day?: string; only?: Only; sort?: Order; q?: string; cursor?: string; limit?: number }) =>
  data(client.GET('/numbers/{account}/question-topics', { params: { path: { account }, query } }))
export const countNow = (account: string) => data(client.POST('/numbers/{account}/question-topics/run', { params: { path: { account } } }))
export const getTopic = (account: string, topic: string) => data(client.GET(AT, at(account, topic)))
export const getQuestions = (account: string, topic: string, query: { day?: string; cursor?: string }) =>
  data(client.GET(`${AT}/questions`, { params: { path: { account, topic }, query } }))
export const rename = (account: string, topic: string, name: string) => data(client.PUT(`${AT}/name`, { ...at(account, topic), body: { name } }))
export const merge = (account: string, topic: string, into: string) => data(client.POST(`${AT}/merge`, { ...at(account, topic), body: { into } }))
export const part = (account: string, topic: string) => data(client.POST(`${AT}/part`, at(account, topic)))
export const split = (account: string, topic: string, body: Schemas['TopicSplit']) => data(client.POST(`${AT}/split`, { ...at(account, topic), body }))
export const ignore = (account: string, topic: string) => data(client.POST(`${AT}/ignore`, at(account, topic)))
export const restore = (account: string, topic: string) => data(client.POST(`${AT}/restore`, at(account, topic)))
