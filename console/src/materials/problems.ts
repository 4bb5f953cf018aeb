import { Problem } from '@/api/problem'

/** What the API says of single fields, by their names; empty where it says nothing of any. */
export function fieldProblems(error: unknown): Record<string, string> {
  const fields = error instanceof Problem ? (error.body.fields ?? []) : []
  return Object.fromEntries(fields.map((one) => [one.name.replace(/^(body\.)?text\./, ''), one.problem]))
}
