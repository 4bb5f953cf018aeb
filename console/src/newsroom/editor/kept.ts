import type { Typed } from '../api'

/** A text that this browser keeps until the API has it. */
export interface KeptHere {
  base: number
  at: string
  text: Typed
}

const key = (person: string, id: string) => `rongmei-draft:${person}:${id}`

export function keepHere(person: string, id: string, kept: KeptHere): void {
  try {
    localStorage.setItem(key(person, id), JSON.stringify(kept))
  } catch {
    // A full storage loses nothing: the API keeps the draft too.
  }
}

export function keptHere(person: string, id: string): KeptHere | undefined {
  const found = localStorage.getItem(key(person, id))
  if (!found) return undefined
  try {
    return JSON.parse(found) as KeptHere
  } catch {
    return undefined
  }
}

export function forgetHere(person: string, id: string): void {
  localStorage.removeItem(key(person, id))
}

/** Whether two texts would be saved alike; an empty field is no field. */
export function sameText(one: Typed, other: Typed): boolean {
  const bare = (fields: Record<string, string>) =>
    JSON.stringify(Object.entries(fields).filter(([, value]) => value.trim()).sort(([a], [b]) => (a < b ? -1 : 1)))
  return one.body.trimEnd() === other.body.trimEnd() && bare(one.fields) === bare(other.fields)
}

/** Of what the API and this browser kept, the later one, where it says something that is not saved. */
export function latestDraft(saved: Typed, there: KeptHere | undefined, here: KeptHere | undefined): KeptHere | undefined {
  const drafts = [there, here].filter((one): one is KeptHere => !!one && !sameText(one.text, saved))
  return drafts.sort((a, b) => (a.at < b.at ? 1 : -1))[0]
}
