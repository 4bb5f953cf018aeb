import type { components } from '@made/api'
import { client, data, newKey } from '@/api/client'
import type { Content } from '../api'

type Schemas = components['schemas']
export type BankQuestion = Schemas['BankQuestion']
export type Question = BankQuestion['question']
export type QuestionText = Omit<Schemas['NewQuestion'], 'unit'>
export type QuizSums = Schemas['QuizSums']
export type PosterTarget = Schemas['PosterTarget']

const of = (product_id: string) => ({ params: { path: { product_id } } })

export const getBank = (query: { unit: string; matter?: string; words?: string; difficulty?: number }) => data(client.GET('/questions-bank', { params: { query } }))
export const addQuestion = (unit: string, text: QuestionText) => data(client.POST('/questions-bank', { body: { unit, ...text }, headers: { 'Idempotency-Key': newKey() } }))
export const changeQuestion = (id: string, unit: string, version: number, text: QuestionText) =>
  data(client.PUT('/questions-bank/{question_id}', { params: { path: { question_id: id } }, body: { unit, version, ...text } }))
export const removeQuestion = (id: string, unit: string, version: number) => client.DELETE('/questions-bank/{question_id}', { params: { path: { question_id: id }, query: { unit, version } } })
export const importBank = (unit: string, name: string, base64: string) => data(client.POST('/questions-bank/import', { body: { unit, name, base64 } }))
export const exportBank = (unit: string) => data(client.GET('/questions-bank/export', { params: { query: { unit } } }))
export const getNumbers = (id: string) => data(client.GET('/products/{product_id}/quiz-numbers', of(id)))
export const exportNumbers = (id: string, reason: string) => data(client.POST('/products/{product_id}/quiz-numbers/export', { ...of(id), body: { reason } }))
export const topicOf = (id: string, question: string) => data(client.POST('/products/{product_id}/quiz-topics', { ...of(id), body: { question }, headers: { 'Idempotency-Key': `${id}/${question}` } }))
export const drawPoster = (unit: string, account: string, content: Content, size: string) => data(client.POST('/poster-pictures', { body: { unit, account, content, size } }))
export const getTargets = (account: string, words: string) => data(client.GET('/poster-targets', { params: { query: { account, words } } })).then((said) => said.targets)
export const getReminders = (id: string) => data(client.GET('/products/{product_id}/live-reminders', of(id)))
